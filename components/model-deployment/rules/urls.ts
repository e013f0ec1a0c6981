import type { SeldonDeployment } from "../manifest";
import type { Finding } from "./finding";

/** Protocols whose paths name the step; the orchestrator hands that name on to the server (1.17.1, predictor_process.go). */
const NAMING = ["v2", "kfserving", "tensorflow"];

/** Predictors share one URL, so that where it names a step, the step has to be called the same in all of them. */
export function urlFindings({ protocol = "seldon", predictors }: SeldonDeployment["spec"]): Finding[] {
  const [first] = predictors;
  if (first === undefined || !NAMING.includes(protocol)) return [];
  return predictors.flatMap(({ graph }, index) =>
    graph.name === first.graph.name
      ? []
      : [
          {
            at: ["spec", "predictors", index, "graph", "name"],
            reason: `"${graph.name}" is "${first.graph.name}" in the first predictor, and both share a URL that names it by ${protocol}. Call them the same.`,
          },
        ],
  );
}
