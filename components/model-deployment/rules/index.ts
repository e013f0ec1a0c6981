import type { SeldonFacts } from "../../shared/facts";
import type { ModelDeploymentArgs } from "../args";
import type { SeldonDeployment } from "../manifest";
import { accountFindings } from "./accounts";
import { annotationFindings } from "./annotations";
import type { Finding } from "./finding";
import { nameFindings } from "./names";
import { orchestratorFindings, placeFindings } from "./orchestrator";
import { scalingFindings } from "./scaling";
import { stepFindings } from "./steps";
import { trafficFindings } from "./traffic";
import { transportFindings } from "./transport";
import { urlFindings } from "./urls";

/** What the rules need to know besides the custom resource. */
export interface Judging {
  readonly seldon: SeldonFacts;
  readonly existingServiceAccount: ModelDeploymentArgs["existingServiceAccount"];
  /** Whether a predictor has something wrong already, so that its steps are not what the caller meant. */
  readonly isUnsound: (predictor: number) => boolean;
  /** Whether every share of the traffic is what the caller meant. */
  readonly hasShares: boolean;
}

/**
 * What the operator's webhook refuses, and what it lets pass and the operator then breaks on or ignores. Applied to the
 * custom resource as it will be sent, so that overrides are held to the same rules. Known from operator 1.17.1 running
 * on Kubernetes 1.36 and from its `seldondeployment_webhook.go`.
 */
export function ruleFindings(deployment: SeldonDeployment, judging: Judging): Finding[] {
  const { seldon, existingServiceAccount, isUnsound, hasShares } = judging;
  const { spec } = deployment;
  if (spec.predictors.length === 0) {
    return [{ at: ["spec", "predictors"], reason: "is empty. Give at least one predictor." }];
  }
  return [
    ...nameFindings(deployment),
    ...(hasShares ? trafficFindings(spec.predictors) : []),
    ...transportFindings(spec),
    ...spec.predictors.flatMap((predictor, index) => {
      const at = ["spec", "predictors", index];
      const wrong = isUnsound(index) ? [] : stepFindings(at, predictor, spec.protocol, seldon.servers);
      return [
        ...wrong,
        ...(isUnsound(index) || wrong.length > 0 ? [] : placeFindings(at, predictor, spec)),
        ...orchestratorFindings(at, predictor, spec),
      ];
    }),
    ...annotationFindings(deployment, seldon),
    ...scalingFindings(spec.predictors, seldon.keda),
    ...accountFindings(spec.predictors, existingServiceAccount),
    ...urlFindings(spec),
  ];
}
