import { IngressController, type SeldonFacts } from "../../shared/facts";
import { isDeferred } from "../../shared/invalid-args";
import type { Annotations, JsonPath, SeldonDeployment } from "../manifest";
import { SEPARATE_POD } from "./orchestrator";
import { problemIf, type ManifestProblem } from "./problem";

/** What goes wrong with an annotation's value; nothing if the operator accepts it. */
type Rule = (value: string, seldon: SeldonFacts) => string | undefined;

const wholeNumber =
  (what: string): Rule =>
  (value) =>
    /^\d+$/.test(value) ? undefined : `"${value}" is not ${what}, so the model would fail. Write digits only.`;

/** Annotations that break a model, or the operator for all models of the cluster. */
const RULES: Record<string, Rule> = {
  "seldon.io/ambassador-regex-header": () =>
    "makes the operator crash again and again, so it handles no model of the cluster any more. Leave it out, and create your own Mapping.",
  "seldon.io/ambassador-header": (value) =>
    value.split(":").length > 2
      ? `"${value}" has more than one colon, so the model would fail. Write one header only.`
      : undefined,
  "seldon.io/ambassador-service-name": () =>
    "gives the model the URL path of another SeldonDeployment, which cannot be checked here. Leave it out, and write both versions as predictors of one ModelDeployment.",
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

/** Prefix of the annotations that only the other controller's routes use. */
const PREFIX_OF_OTHER: Record<IngressController, string> = {
  [IngressController.Istio]: "seldon.io/ambassador-",
  [IngressController.Emissary]: "seldon.io/istio-",
};

/** Annotations of the deployment, which the operator reads in two places, and of its predictors. */
export const annotationProblems = ({ metadata, spec }: SeldonDeployment, seldon: SeldonFacts): ManifestProblem[] => [
  ...brokenProblems(["spec", "annotations"], spec.annotations, seldon),
  ...brokenProblems(["metadata", "annotations"], metadata.annotations, seldon),
  ...spec.predictors.flatMap(({ annotations = {} }, index) => {
    const at = ["spec", "predictors", index, "annotations"];
    return [
      ...deferredProblems(at, annotations),
      ...problemIf(
        annotations[SEPARATE_POD] !== undefined,
        [...at, SEPARATE_POD],
        "has no effect on a predictor. Write it in annotations of the ModelDeployment.",
      ),
    ];
  }),
];

const brokenProblems = (at: JsonPath, annotations: Annotations = {}, seldon: SeldonFacts): ManifestProblem[] => [
  ...deferredProblems(at, annotations),
  ...Object.entries(annotations).flatMap(([key, value]) => {
    const reason = typeof value === "string" ? (RULES[key]?.(value, seldon) ?? ignored(key, seldon)) : undefined;
    return reason === undefined ? [] : [{ at: [...at, key], reason }];
  }),
];

const ignored = (key: string, { controller }: SeldonFacts): string | undefined =>
  key.startsWith(PREFIX_OF_OTHER[controller])
    ? `is ignored, because the ingress is ${controller}. Leave it out.`
    : undefined;

/** The operator's own annotations decide whether a model works, so that they must be known to be checked. */
const deferredProblems = (at: JsonPath, annotations: Annotations): ManifestProblem[] =>
  Object.entries(annotations).flatMap(([key, value]) =>
    problemIf(
      key.startsWith("seldon.io/") && isDeferred(value),
      [...at, key],
      "is not known yet, but decides whether the model works. Write a value, not an output.",
    ),
  );
