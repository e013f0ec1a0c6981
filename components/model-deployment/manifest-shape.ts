import { shown } from "../shared/invalid-args";
import type { SeldonDeployment } from "./manifest";
import { isLate, type Finding, type JsonPath } from "./rules/finding";

/** What a value has to be; `late` lets it be an output. Fields that are not named here are not looked into. */
interface Shape {
  readonly kind: "text" | "number" | "boolean" | "list" | "object";
  readonly late?: boolean;
  /** What each element of a list, or each value of an object without `fields`, has to be. */
  readonly each?: () => Shape;
  readonly fields?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

const text: Shape = { kind: "text" };
const lateText: Shape = { kind: "text", late: true };
const number: Shape = { kind: "number" };
const texts: Shape = { kind: "object", each: () => lateText };
const list = (each: () => Shape): Shape => ({ kind: "list", each });
const object = (fields: Record<string, Shape>, ...required: string[]): Shape => ({ kind: "object", fields, required });

const node: Shape = object(
  {
    name: text,
    type: text,
    implementation: text,
    modelUri: lateText,
    methods: list(() => text),
    endpoint: object({ type: text }),
    logger: object({ mode: text }),
    serviceAccountName: lateText,
    children: list(() => node),
  },
  "name",
);

const component = object({
  metadata: object({ name: text }),
  spec: object({ serviceAccountName: lateText, containers: list(() => object({ name: text }, "name")) }),
});

const predictor = object(
  {
    name: text,
    traffic: number,
    shadow: { kind: "boolean" },
    replicas: number,
    graph: node,
    componentSpecs: list(() => component),
    annotations: texts,
    svcOrchSpec: object({ env: list(() => object({ name: text }, "name")) }),
    explainer: object({ type: text, serviceAccountName: lateText }),
  },
  "name",
  "graph",
);

const deployment = object(
  {
    metadata: object({ name: text, namespace: text, annotations: texts, labels: texts }, "name", "namespace"),
    spec: object(
      {
        protocol: text,
        transport: text,
        serverType: text,
        annotations: texts,
        predictors: list(() => predictor),
      },
      "predictors",
    ),
  },
  "metadata",
  "spec",
);

/** Where the custom resource is not of the form that the rules read, which only overrides can bring about. */
export const shapeFindings = (manifest: SeldonDeployment): Finding[] => misshapen([], manifest, deployment);

function misshapen(at: JsonPath, value: unknown, shape: Shape): Finding[] {
  if (isLate(value)) {
    return shape.late === true
      ? []
      : [{ at, reason: "is known only later, but decides whether the model works. Pass a value, not an output." }];
  }
  if (kindOf(value) !== shape.kind) return [{ at, reason: `${shown(value)} is not ${WORDS[shape.kind]}.` }];
  const { each, fields = {}, required = [] } = shape;
  if (Array.isArray(value)) {
    return each === undefined ? [] : value.flatMap((item, index) => misshapen([...at, index], item, each()));
  }
  if (shape.kind !== "object") return [];
  const given = value as Record<string, unknown>;
  return [
    ...required
      .filter((key) => given[key] === undefined)
      .map((key) => ({ at: [...at, key], reason: "is missing. Write it." })),
    ...Object.entries(given).flatMap(([key, content]) => {
      const own = fields[key] ?? each?.();
      return content === undefined || own === undefined ? [] : misshapen([...at, key], content, own);
    }),
  ];
}

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "list";
  return typeof value === "string" ? "text" : typeof value;
};

const WORDS: Record<Shape["kind"], string> = {
  text: "text",
  number: "a number",
  boolean: "true or false",
  list: "a list",
  object: "an object",
};
