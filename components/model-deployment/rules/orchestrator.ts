import type { Predictor, SeldonDeployment } from "../manifest";
import { steps } from "../steps";
import { completed } from "./components";
import type { Finding, JsonPath } from "./finding";

const KAFKA = ["KAFKA_BROKER", "KAFKA_INPUT_TOPIC", "KAFKA_OUTPUT_TOPIC"];
const NO_ENGINE = "seldon.io/no-engine";
const SEPARATE = "seldon.io/engine-separate-pod";

/** Whether the orchestrator runs in a pod of its own, which only the deployment's own annotations can say. */
export const isSeparate = ({ annotations }: SeldonDeployment["spec"]): boolean => isTrue(annotations?.[SEPARATE]);

/** Whether a predictor goes without the orchestrator. */
export const hasNoOrchestrator = ({ annotations }: Predictor): boolean => isTrue(annotations?.[NO_ENGINE]);

const isTrue = (value: unknown): boolean => typeof value === "string" && value.toLowerCase() === "true";

/** What a predictor needs so that it can be served from Kafka, or without the orchestrator. */
export const orchestratorFindings = (at: JsonPath, predictor: Predictor, spec: SeldonDeployment["spec"]): Finding[] => {
  const env = predictor.svcOrchSpec?.env?.map(({ name }) => name) ?? [];
  const lacking = spec.serverType === "kafka" ? KAFKA.filter((name) => !env.includes(name)) : [];
  const inGraph = steps(predictor.graph).map(({ name }) => name);
  return [
    // The webhook asks for the annotation only, whatever it says.
    ...(predictor.annotations?.[NO_ENGINE] !== undefined && inGraph.length > 1
      ? [
          {
            at: [...at, "annotations", NO_ENGINE],
            reason: "is not allowed where there are several steps. Remove the annotation.",
          },
        ]
      : []),
    ...(lacking.length > 0
      ? [
          {
            at: [...at, "svcOrchSpec", "env"],
            reason: `lacks ${lacking.join(", ")}, from which Kafka is found. Add them.`,
          },
        ]
      : []),
  ];
};

/** The orchestrator stands beside a step in the first pod; without one there the operator fails the model. */
export const placeFindings = (at: JsonPath, predictor: Predictor, spec: SeldonDeployment["spec"]): Finding[] => {
  const inGraph = steps(predictor.graph).map(({ name }) => name);
  return completed(predictor)[0]?.containers.some((name) => inGraph.includes(name)) === true ||
    isSeparate(spec) ||
    hasNoOrchestrator(predictor)
    ? []
    : [
        {
          at: [...at, "graph"],
          reason: "has no step in its first pod, where the orchestrator belongs. Give a step a server or an image.",
        },
      ];
};
