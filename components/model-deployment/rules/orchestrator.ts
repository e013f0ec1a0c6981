import { steps } from "../graph";
import type { JsonPath, Predictor, SeldonDeployment } from "../manifest";
import { podsOf } from "./pods";
import { problemIf, type ManifestProblem } from "./problem";

const KAFKA = ["KAFKA_BROKER", "KAFKA_INPUT_TOPIC", "KAFKA_OUTPUT_TOPIC"];
/** Annotation of a predictor that leaves out its orchestrator. */
export const NO_ENGINE = "seldon.io/no-engine";
/** Annotation of the deployment that gives the orchestrator a pod of its own. */
export const SEPARATE_POD = "seldon.io/engine-separate-pod";

/** Whether the orchestrator runs in a pod of its own; only annotations of the deployment decide that. */
export const hasOrchestratorPod = ({ annotations }: SeldonDeployment["spec"]): boolean =>
  isTrue(annotations?.[SEPARATE_POD]);

/** Whether a predictor runs without the orchestrator. */
export const hasNoOrchestrator = ({ annotations }: Predictor): boolean => isTrue(annotations?.[NO_ENGINE]);

/** Whether the operator takes an annotation's value as true. */
export const isTrue = (value: unknown): boolean => typeof value === "string" && value.toLowerCase() === "true";

/** What a predictor needs to receive requests from Kafka, or to run without the orchestrator. */
export function orchestratorProblems(
  at: JsonPath,
  predictor: Predictor,
  spec: SeldonDeployment["spec"],
): ManifestProblem[] {
  const env = predictor.svcOrchSpec?.env?.map(({ name }) => name) ?? [];
  const missing = spec.serverType === "kafka" ? KAFKA.filter((name) => !env.includes(name)) : [];
  return [
    // The webhook checks that the annotation exists, not its value.
    ...problemIf(
      predictor.annotations?.[NO_ENGINE] !== undefined && steps(predictor.graph).length > 1,
      [...at, "annotations", NO_ENGINE],
      "is not allowed if there are several steps. Remove the annotation.",
    ),
    ...problemIf(
      hasNoOrchestrator(predictor) && steps(predictor.graph).some(({ logger }) => logger !== undefined),
      [...at, "annotations", NO_ENGINE],
      "leaves out the orchestrator, which logs requests. Leave one of them out.",
    ),
    ...problemIf(
      missing.length > 0,
      [...at, "svcOrchSpec", "env"],
      `lacks ${missing.join(", ")}, which a connection to Kafka needs. Add them.`,
    ),
  ];
}

/** The orchestrator runs beside a step in the first pod; without a step there, the model fails. */
export function firstPodProblems(
  at: JsonPath,
  predictor: Predictor,
  spec: SeldonDeployment["spec"],
): ManifestProblem[] {
  const hasStep = podsOf(at, predictor)[0]?.containers.some(({ step }) => step !== undefined) === true;
  return problemIf(
    !hasStep && !hasOrchestratorPod(spec) && !hasNoOrchestrator(predictor),
    [...at, "graph"],
    "has no step in its first pod, where the orchestrator runs. Give a step a server or an image.",
  );
}
