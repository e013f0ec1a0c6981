import { shown } from "../../shared/invalid-args";
import type { Predictor } from "../manifest";
import { problemIf, type ManifestProblem } from "./problem";

const PREDICTORS = ["spec", "predictors"];

/** How requests are shared: the shares of predictors that answer add up to 100, and there is at most one shadow. */
export function trafficProblems(predictors: readonly Predictor[]): ManifestProblem[] {
  const shares = predictors.flatMap(({ traffic = 0, shadow = false }, index) => [
    ...problemIf(
      !Number.isInteger(traffic) || traffic < 0 || traffic > 100,
      [...PREDICTORS, index, "traffic"],
      `${shown(traffic)} is not a whole number from 0 to 100.`,
    ),
    // The operator leaves the share out, and Istio takes that for everything (1.17.1, createIstioResources).
    ...problemIf(
      shadow && traffic === 0,
      [...PREDICTORS, index, "traffic"],
      "is 0, but Istio then sends a shadow copies of all requests, and Emissary of none. Write its share, or remove the shadow.",
    ),
  ]);
  const answering = predictors.filter(({ shadow }) => shadow !== true);
  if (answering.length === 0) {
    return [...shares, { at: PREDICTORS, reason: "are all shadows. Add a predictor without shadow: true." }];
  }
  const shadows = predictors.length - answering.length;
  const second = problemIf(
    shadows > 1,
    PREDICTORS,
    `${String(shadows)} are shadows, but only one is possible. Remove the others.`,
  );
  return [...shares, ...second, ...(shares.length > 0 ? [] : sumProblems(predictors, answering))];
}

function sumProblems(predictors: readonly Predictor[], answering: readonly Predictor[]): ManifestProblem[] {
  const [only, ...others] = answering;
  if (only !== undefined && others.length === 0) return onlyProblems(predictors, only);
  const sum = answering.reduce((total, { traffic = 0 }) => total + traffic, 0);
  const shares = answering.map(({ name, traffic }) => `${name} ${traffic === undefined ? "unset" : String(traffic)}`);
  const verb = answering.some(({ traffic }) => traffic === undefined) ? "Write" : "Change";
  return problemIf(
    sum !== 100,
    PREDICTORS,
    `traffic adds up to ${String(sum)} (${shares.join(", ")}), not to 100. ${verb} the shares of those that answer.`,
  );
}

/** The only predictor needs no share, but Istio takes an unset share as 0 if there is a shadow. */
function onlyProblems(predictors: readonly Predictor[], only: Predictor): ManifestProblem[] {
  const hasShadow = predictors.length > 1;
  const traffic = only.traffic ?? (hasShadow ? 0 : 100);
  return problemIf(
    traffic !== 100,
    [...PREDICTORS, predictors.indexOf(only), "traffic"],
    `is ${only.traffic === undefined ? "not set" : String(traffic)}, but the only predictor that answers${hasShadow ? " (a shadow does not)" : ""} must get 100. Write 100.`,
  );
}
