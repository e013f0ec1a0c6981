import type { Problem } from "../../shared/invalid-args";
import type { ComponentSpec, GraphNode, Predictor } from "../manifest";

/** Scaling that the operator ignores, and accounts without which it never makes a pod. */
export const scalingProblems = (predictors: readonly Predictor[]): Problem[] =>
  predictors.flatMap((predictor, index) => {
    const path = `predictors[${String(index)}]`;
    const specs = predictor.componentSpecs ?? [];
    return [
      ...(predictor.replicas !== undefined && specs.some(({ hpaSpec }) => hpaSpec !== undefined)
        ? [{ path: `${path}.replicas`, reason: "is ignored beside hpaSpec. Leave one of them out." }]
        : []),
      ...(specs.some(({ kedaSpec }) => kedaSpec !== undefined)
        ? [{ path, reason: "kedaSpec is ignored, because the operator runs without KEDA. Use hpaSpec." }]
        : []),
      ...(accounts(specs, predictor.graph)
        ? [
            {
              path,
              reason:
                "names a serviceAccountName; if it does not exist the model waits for ever without a word. Use the namespace's default account.",
            },
          ]
        : []),
    ];
  });

const accounts = (specs: readonly ComponentSpec[], graph: GraphNode): boolean =>
  specs.some(({ spec }) => spec?.serviceAccountName !== undefined) || inGraph(graph);

const inGraph = ({ serviceAccountName, children = [] }: GraphNode): boolean =>
  serviceAccountName !== undefined || children.some(inGraph);
