import type { Predictor, SeldonDeployment } from "../manifest";
import { steps } from "../steps";
import { completed } from "./components";
import type { Finding } from "./finding";
import { hasNoOrchestrator, isSeparate } from "./orchestrator";

/** Longest name of a Service or a label; the operator replaces a longer one by a hash that nobody finds. */
const LONGEST = 63;

/** Predictors for which the operator derives a name that does not fit; the longest is told. */
export const derivedFindings = (deployment: SeldonDeployment): Finding[] =>
  deployment.spec.predictors.flatMap((predictor, index) => {
    const longest = derivedNames(deployment, predictor).reduce((long, name) =>
      name.length > long.length ? name : long,
    );
    const over = longest.length - LONGEST;
    return over <= 0
      ? []
      : [
          {
            at: ["spec", "predictors", index, "name"],
            reason: `makes the name "${longest}", ${String(over)} over the limit of ${String(LONGEST)} characters. Shorten the name of the deployment, the predictor or the step.`,
          },
        ];
  });

/** Names of Deployments and Services of a predictor (1.17.1, seldondeployment_types.go). */
function derivedNames({ metadata, spec }: SeldonDeployment, predictor: Predictor): string[] {
  const base = `${metadata.name}-${predictor.name}`;
  const inGraph = steps(predictor.graph).map(({ name }) => name);
  return [
    base,
    ...completed(predictor).flatMap(({ name = "", containers }, index) => [
      ...(containers.length > 0 ? [`${base}-${String(index)}-${name === "" ? containers.join("-") : name}`] : []),
      ...containers.filter((container) => inGraph.includes(container)).map((container) => `${base}-${container}`),
    ]),
    ...(isSeparate(spec) && !hasNoOrchestrator(predictor) ? [`${base}-svc-orch`] : []),
    ...((predictor.explainer?.type ?? "") === "" ? [] : [`${base}-explainer`]),
  ];
}
