import type { Problem } from "../../shared/invalid-args";
import type { SeldonDeployment } from "../manifest";

/** What the operator does with an annotation's value, or nothing where it copes. */
type Rule = (value: string) => string | undefined;

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
  "seldon.io/rest-timeout": wholeNumber("a time-out in milliseconds"),
  "seldon.io/grpc-timeout": wholeNumber("a time-out in milliseconds"),
  "seldon.io/ambassador-retries": wholeNumber("a number of retries"),
  "seldon.io/istio-retries": wholeNumber("a number of retries"),
  "seldon.io/istio-retries-timeout": wholeNumber("a time-out in seconds"),
  "seldon.io/ambassador-circuit-breakers-max-connections": wholeNumber("a number of connections"),
  "seldon.io/ambassador-circuit-breakers-max-pending-requests": wholeNumber("a number of requests"),
  "seldon.io/ambassador-circuit-breakers-max-requests": wholeNumber("a number of requests"),
  "seldon.io/ambassador-circuit-breakers-max-retries": wholeNumber("a number of retries"),
};

const SEPARATE = "seldon.io/engine-separate-pod";
const SERVICE = "seldon.io/svc-name";

/** Annotations of the deployment, which the operator reads in two places, and of its predictors. */
export const annotationProblems = ({ metadata, spec }: SeldonDeployment): Problem[] => [
  ...broken("annotations", spec.annotations),
  ...broken("overrides.metadata.annotations", metadata.annotations),
  ...spec.predictors.flatMap(({ annotations = {} }, index) =>
    annotations[SEPARATE] === undefined
      ? []
      : [
          {
            path: `predictors[${String(index)}]`,
            reason: `${SEPARATE} has no effect at a predictor. Write it under the deployment's annotations.`,
          },
        ],
  ),
  ...sameService(spec.predictors.map(({ annotations }) => annotations?.[SERVICE])),
];

const broken = (path: string, annotations: Record<string, string> = {}): Problem[] =>
  Object.entries(annotations).flatMap(([key, value]) => {
    const reason = RULES[key]?.(value);
    return reason === undefined ? [] : [{ path: `${path}.${key}`, reason }];
  });

const sameService = (names: readonly (string | undefined)[]): Problem[] =>
  names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) !== index
      ? [{ path: `predictors[${String(index)}]`, reason: `${SERVICE} "${name}" is used twice. Choose another one.` }]
      : [],
  );
