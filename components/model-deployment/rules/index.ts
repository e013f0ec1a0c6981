import type { ModelDeploymentArgs } from "../args";
import { inputPath } from "../input-path";
import type { SeldonDeployment } from "../manifest";
import { annotationProblems } from "./annotations";
import { imageProblems } from "./images";
import { labelProblems } from "./labels";
import { modelUriProblems } from "./model-uris";
import { nameProblems } from "./names";
import { firstPodProblems, orchestratorProblems } from "./orchestrator";
import { accountProblems } from "./pods";
import type { ManifestProblem } from "./problem";
import { scalingProblems } from "./scaling";
import { stepProblems } from "./steps";
import { trafficProblems } from "./traffic";
import { sharedUrlProblems, transportProblems } from "./transport";

/**
 * What the operator's webhook refuses, and what it accepts although the operator then fails or ignores it. Applied to the
 * custom resource as it will be sent, so that the same rules hold for overrides. Known from operator 1.17.1 running on
 * Kubernetes 1.36 and from its `seldondeployment_webhook.go`.
 */
export function manifestProblems(deployment: SeldonDeployment, args: ModelDeploymentArgs): ManifestProblem[] {
  const { seldon, existingServiceAccount } = args;
  const { spec } = deployment;
  const protocol = { protocol: spec.protocol, protocolPath: inputPath(args, ["spec", "protocol"]) };
  if (spec.predictors.length === 0) {
    return [{ at: ["spec", "predictors"], reason: "is empty. Give at least one predictor." }];
  }
  return [
    ...nameProblems(deployment, seldon.controller),
    ...labelProblems(deployment, seldon),
    ...trafficProblems(spec.predictors),
    ...transportProblems(spec),
    ...spec.predictors.flatMap((predictor, index) => {
      const at = ["spec", "predictors", index];
      const wrong = stepProblems(at, predictor, protocol, seldon.servers);
      return [
        ...wrong,
        ...(wrong.length > 0 ? [] : firstPodProblems(at, predictor, spec)),
        ...modelUriProblems(at, predictor, spec, seldon.storageSecret),
        ...imageProblems(at, predictor),
        ...orchestratorProblems(at, predictor, spec),
      ];
    }),
    ...annotationProblems(deployment, args),
    ...scalingProblems(spec, seldon.keda),
    ...accountProblems(spec.predictors, existingServiceAccount),
    ...sharedUrlProblems(spec),
  ];
}
