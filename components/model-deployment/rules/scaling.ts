import type * as pulumi from "@pulumi/pulumi";
import { checkedCount } from "../../shared/checks";
import { isDeferred, shown } from "../../shared/invalid-args";
import type { ComponentSpec, JsonPath, SeldonDeployment } from "../manifest";
import { problemIf, type ManifestProblem } from "./problem";

/** Numbers of pods, and autoscalers, that the operator ignores, that Kubernetes refuses, or that make the operator wait forever. */
export const scalingProblems = (
  { replicas, predictors }: SeldonDeployment["spec"],
  keda: boolean,
): ManifestProblem[] => [
  ...countProblems(["spec", "replicas"], replicas),
  ...budgetProblems(predictors),
  ...predictors.flatMap(({ replicas, svcOrchSpec, explainer, componentSpecs = [] }, index) => {
    const at = ["spec", "predictors", index];
    const scaler = (["hpaSpec", "kedaSpec"] as const).find((key) =>
      componentSpecs.some((component) => component[key] !== undefined),
    );
    return [
      ...countProblems([...at, "replicas"], replicas),
      ...countProblems([...at, "svcOrchSpec", "replicas"], svcOrchSpec?.replicas),
      ...countProblems([...at, "explainer", "replicas"], explainer?.replicas),
      ...problemIf(
        replicas !== undefined && scaler !== undefined,
        [...at, "replicas"],
        `is ignored together with ${scaler ?? ""}. Leave one of them out.`,
      ),
      ...componentSpecs.flatMap((component, pod) => componentProblems([...at, "componentSpecs", pod], component, keda)),
    ];
  }),
];

/**
 * The operator's budgets select the pods of the whole model, explainers included (1.17.1, createPdb), and Kubernetes evicts no pod that
 * several budgets select.
 */
function budgetProblems(predictors: SeldonDeployment["spec"]["predictors"]): ManifestProblem[] {
  const [first, ...others] = predictors.flatMap(({ name, componentSpecs = [] }, index) =>
    componentSpecs.flatMap(({ pdbSpec }, pod) =>
      pdbSpec === undefined
        ? []
        : [{ whose: `predictor "${name}"`, at: ["spec", "predictors", index, "componentSpecs", pod, "pdbSpec"] }],
    ),
  );
  return others.map(({ at }) => ({
    at,
    reason: `covers all pods of the model, and so does that of ${first?.whose ?? ""}; with two, Kubernetes never lets a node be drained. Leave one of them out.`,
  }));
}

/** The operator takes a Deployment without a pod for one that is not ready yet (1.17.1, createDeployments). */
const countProblems = (at: JsonPath, count: pulumi.Input<number> | undefined): ManifestProblem[] => {
  if (isDeferred(count)) return [{ at, reason: "", late: (path) => checkedCount(path, count, 1) }];
  return problemIf(
    typeof count === "number" && !(Number.isInteger(count) && count >= 1),
    at,
    `${shown(count)} is not a whole number of at least 1, and the model would never become available. Write 1 or more.`,
  );
};

function componentProblems(
  at: JsonPath,
  { replicas, hpaSpec, kedaSpec, pdbSpec }: ComponentSpec,
  keda: boolean,
): ManifestProblem[] {
  const { minReplicas, maxReplicas } = hpaSpec ?? {};
  return [
    ...countProblems([...at, "replicas"], replicas),
    ...countProblems([...at, "hpaSpec", "minReplicas"], minReplicas),
    ...countProblems([...at, "hpaSpec", "maxReplicas"], maxReplicas),
    ...problemIf(
      hpaSpec !== undefined && maxReplicas === undefined,
      [...at, "hpaSpec", "maxReplicas"],
      "is missing. Write the largest number of pods.",
    ),
    ...problemIf(
      minReplicas !== undefined && maxReplicas !== undefined && minReplicas > maxReplicas,
      [...at, "hpaSpec", "minReplicas"],
      `${shown(minReplicas)} exceeds maxReplicas (${shown(maxReplicas)}). Lower minReplicas.`,
    ),
    ...problemIf(
      pdbSpec?.minAvailable !== undefined && pdbSpec.maxUnavailable !== undefined,
      [...at, "pdbSpec"],
      "has minAvailable and maxUnavailable, but only one of them is allowed. Remove one.",
    ),
    ...problemIf(
      kedaSpec !== undefined && !keda,
      [...at, "kedaSpec"],
      "is ignored, because the operator runs without KEDA. Write keda: {} in its SeldonCore (existing.keda: true for an operator that exists), or use autoscaling (hpaSpec in overrides).",
    ),
  ];
}
