import { type Properties, type Value, isProperties } from "../../property-values";

type Step =
  | { kind: "key"; key: string }
  | { kind: "index"; index: number }
  | { kind: "every" }
  | { kind: "where"; path: Step[]; equals: string };

const STEP =
  /\.?([A-Za-z_][\w-]*)|\[(-?\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]|(?:\[\*\]|\.\*)|\[\?\(?@([^=]*)==\s*(?:'([^']*)'|"([^"]*)")\)?\]/y;

/** A condition `jsonpath={.status.phase}=Running`, or without a value: the path must select something. */
export interface JsonPathCondition {
  /** As the user wrote it, for messages. */
  path: string;
  value: string;
  steps: Step[];
}

function parseSteps(expression: string): Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < expression.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(expression);
    if (!match)
      throw new Error(`parsing ${JSON.stringify(expression)}: unexpected ${JSON.stringify(expression.slice(at))}`);
    const [whole, name, index, single, double, inner, innerSingle, innerDouble] = match;
    at += whole.length;
    const key = name ?? single ?? double;
    if (key !== undefined) steps.push({ kind: "key", key });
    else if (index !== undefined) steps.push({ kind: "index", index: Number(index) });
    else if (inner !== undefined)
      steps.push({ kind: "where", path: parseSteps(inner.trim()), equals: innerSingle ?? innerDouble ?? "" });
    else steps.push({ kind: "every" });
  }
  return steps;
}

/** Reads the value of a `pulumi.com/waitFor` annotation (kubernetes provider 4.32, pkg/jsonpath; a subset of RFC 9535). */
export function parseJsonPath(annotation: string): JsonPathCondition {
  const [, path, value = ""] = /^jsonpath=(\{.*\})(?:=(.*))?$/s.exec(annotation) ?? [];
  if (path === undefined) throw new Error(`${annotation} should be wrapped in brackets { ... }`);
  return { path, value, steps: parseSteps(path.slice(1, -1).trim().replace(/^\$/, "")) };
}

function select(value: Value, [step, ...rest]: Step[]): Value[] {
  if (step === undefined) return [value];
  const children = Array.isArray(value) ? value : isProperties(value) ? Object.values(value) : [];
  const next = (): Value[] => {
    switch (step.kind) {
      case "key":
        return isProperties(value) && step.key in value ? [value[step.key] ?? null] : [];
      case "index":
        return Array.isArray(value) ? value.slice(step.index).slice(0, 1) : [];
      case "every":
        return children;
      case "where":
        return children.filter((child) => select(child, step.path).some((found) => found === step.equals));
    }
  };
  return next().flatMap((child) => select(child, rest));
}

/** Whether an object meets the condition, and what to tell the user meanwhile. */
export function matchJsonPath(condition: JsonPathCondition, object: Properties): { matched: boolean; message: string } {
  const { path, value } = condition;
  const wanted = value === "" ? path : `${path}=${value}`;
  const [found] = select(object, condition.steps);
  if (found === undefined) return { matched: false, message: `${path} selected nothing` };
  if (typeof found === "object" && found !== null) {
    if (value === "") return { matched: true, message: `Found ${wanted}` };
    throw new Error(`${JSON.stringify(path)} has a non-primitive value (${JSON.stringify(found)})`);
  }
  const text = String(found);
  const matched = value === "" || text === value;
  return { matched, message: matched ? `Found ${wanted}` : `Waiting for ${wanted} (found ${JSON.stringify(text)})` };
}
