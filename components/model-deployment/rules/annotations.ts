import { IngressController, type SeldonFacts } from "../../shared/facts";
import type { Annotations, SeldonDeployment } from "../manifest";
import { isLate, type Finding, type JsonPath } from "./finding";

/** What the operator does with an annotation's value, or nothing where it copes. */
type Rule = (value: string, seldon: SeldonFacts) => string | undefined;

const wholeNumber =
  (what: string): Rule =>
  (value) =>
    /^\d+$/.test(value) ? undefined : `"${value}" is not ${what} in digits, and the model fails. Write it so.`;

/** Annotations that break a model, or the operator for every model of the cluster. */
const RULES: Record<string, Rule> = {
  "seldon.io/ambassador-regex-header": () =>
    "makes the operator crash again and again, for every model of the cluster. Route by a Mapping of your own.",
  "seldon.io/ambassador-header": (value) =>
    value.split(":").length > 2
      ? `"${value}" has more than one colon, and the model fails. Name one header.`
      : undefined,
  "seldon.io/ambassador-service-name": () =>
    "moves the model to another deployment's path, which nobody can check here. Use predictors of one deployment.",
  "seldon.io/ambassador-id": (value, { ambassadorId }) =>
    value === (ambassadorId ?? "default")
      ? undefined
      : `"${value}" is not the id of the ingress, "${ambassadorId ?? "default"}". Leave it out.`,
  "seldon.io/rest-timeout": wholeNumber("a time-out in milliseconds"),
  "seldon.io/grpc-timeout": wholeNumber("a time-out in milliseconds"),
  "seldon.io/executor-logger-queue-size": wholeNumber("a number of requests"),
  "seldon.io/executor-logger-write-timeout-ms": wholeNumber("a time-out in milliseconds"),
  "seldon.io/ambassador-retries": wholeNumber("a number of retries"),
  "seldon.io/istio-retries": wholeNumber("a number of retries"),
  "seldon.io/istio-retries-timeout": wholeNumber("a time-out in seconds"),
  "seldon.io/ambassador-circuit-breakers-max-connections": wholeNumber("a number of connections"),
  "seldon.io/ambassador-circuit-breakers-max-pending-requests": wholeNumber("a number of requests"),
  "seldon.io/ambassador-circuit-breakers-max-requests": wholeNumber("a number of requests"),
  "seldon.io/ambassador-circuit-breakers-max-retries": wholeNumber("a number of retries"),
};

/** How annotations begin that only the other controller's routes heed. */
const OTHERS: Record<IngressController, string> = {
  [IngressController.Istio]: "seldon.io/ambassador-",
  [IngressController.Emissary]: "seldon.io/istio-",
};

const SEPARATE = "seldon.io/engine-separate-pod";
const OPERATORS = "seldon.io/";

/** Annotations of the deployment, which the operator reads in two places, and of its predictors. */
export const annotationFindings = ({ metadata, spec }: SeldonDeployment, seldon: SeldonFacts): Finding[] => [
  ...broken(["spec", "annotations"], spec.annotations, seldon),
  ...broken(["metadata", "annotations"], metadata.annotations, seldon),
  ...spec.predictors.flatMap(({ annotations = {} }, index) => {
    const at = ["spec", "predictors", index, "annotations"];
    return [
      ...late(at, annotations),
      ...(annotations[SEPARATE] === undefined
        ? []
        : [
            {
              at: [...at, SEPARATE],
              reason: "has no effect at a predictor. Write it under the deployment's annotations.",
            },
          ]),
    ];
  }),
];

const broken = (at: JsonPath, annotations: Annotations = {}, seldon: SeldonFacts): Finding[] => [
  ...late(at, annotations),
  ...Object.entries(annotations).flatMap(([key, value]) => {
    const reason = typeof value === "string" ? (RULES[key]?.(value, seldon) ?? ignored(key, seldon)) : undefined;
    return reason === undefined ? [] : [{ at: [...at, key], reason }];
  }),
];

const ignored = (key: string, { controller }: SeldonFacts): string | undefined =>
  key.startsWith(OTHERS[controller]) ? `is ignored, because the ingress is ${controller}. Leave it out.` : undefined;

/** The operator's own annotations decide whether a model works, and have to be known to be judged. */
const late = (at: JsonPath, annotations: Annotations): Finding[] =>
  Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(OPERATORS) && isLate(value))
    .map(([key]) => ({
      at: [...at, key],
      reason: "is known only later, but decides whether the model works. Pass a value, not an output.",
    }));
