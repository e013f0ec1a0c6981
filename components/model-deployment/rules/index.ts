import type { Problem } from "../../shared/invalid-args";
import type { SeldonDeployment } from "../manifest";
import { annotationProblems } from "./annotations";
import { graphProblems } from "./graph";
import { nameProblems } from "./names";
import { scalingProblems } from "./scaling";
import { trafficProblems } from "./traffic";

/**
 * What the operator's webhook refuses, and what it lets pass and the operator then breaks on or ignores. Applied to the
 * custom resource as it will be sent, so that overrides are held to the same rules. Known from operator 1.17.1 running
 * on Kubernetes 1.36 and from its `seldondeployment_webhook.go`.
 */
export function ruleProblems(deployment: SeldonDeployment): Problem[] {
  if (!Array.isArray(deployment.spec.predictors) || deployment.spec.predictors.length === 0) {
    return [{ path: "predictors", reason: "is empty. Give at least one predictor." }];
  }
  return [
    ...nameProblems(deployment),
    ...trafficProblems(deployment.spec.predictors),
    ...graphProblems(deployment),
    ...annotationProblems(deployment),
    ...scalingProblems(deployment.spec.predictors),
  ];
}
