import type { Predictor } from "../manifest";
import type { Finding } from "./finding";

/** Scaling that the operator ignores. */
export const scalingFindings = (predictors: readonly Predictor[], keda: boolean): Finding[] =>
  predictors.flatMap(({ replicas, componentSpecs = [] }, index) => {
    const at = ["spec", "predictors", index];
    const scaled = (["hpaSpec", "kedaSpec"] as const).find((key) =>
      componentSpecs.some((component) => component[key] !== undefined),
    );
    return [
      ...(replicas !== undefined && scaled !== undefined
        ? [{ at: [...at, "replicas"], reason: `is ignored beside ${scaled}. Leave one of them out.` }]
        : []),
      ...componentSpecs.flatMap(({ kedaSpec }, pod) =>
        kedaSpec === undefined || keda
          ? []
          : [
              {
                at: [...at, "componentSpecs", pod, "kedaSpec"],
                reason:
                  "is ignored, because the operator runs without KEDA. Set keda.enabled of its chart, or use hpaSpec.",
              },
            ],
      ),
    ];
  });
