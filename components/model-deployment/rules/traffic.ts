import { shown } from "../../shared/invalid-args";
import type { Predictor } from "../manifest";
import type { Finding } from "./finding";

const PREDICTORS = ["spec", "predictors"];

/** How requests are shared out: non-shadow predictors add up to 100, and at most one shadow listens. */
export function trafficFindings(predictors: readonly Predictor[]): Finding[] {
  const shares = predictors.flatMap(({ traffic }, index) => shareFindings(index, traffic));
  const serving = predictors.filter(({ shadow }) => shadow !== true);
  if (serving.length === 0) {
    return [...shares, { at: PREDICTORS, reason: "are shadows only. Give one that answers." }];
  }
  const shadows = predictors.length - serving.length;
  const second =
    shadows > 1
      ? [{ at: PREDICTORS, reason: `${String(shadows)} are shadows, and one at most may be. Make one.` }]
      : [];
  return [...shares, ...second, ...(shares.length > 0 ? [] : sumFindings(predictors, serving))];
}

const shareFindings = (index: number, traffic: number | undefined): Finding[] =>
  traffic === undefined || (Number.isInteger(traffic) && traffic >= 0 && traffic <= 100)
    ? []
    : [{ at: [...PREDICTORS, index, "traffic"], reason: `${shown(traffic)} is not a whole number from 0 to 100.` }];

function sumFindings(predictors: readonly Predictor[], serving: readonly Predictor[]): Finding[] {
  const [only, ...others] = serving;
  if (only !== undefined && others.length === 0) return onlyFindings(predictors, only);
  const sum = serving.reduce((total, { traffic = 0 }) => total + traffic, 0);
  if (sum === 100) return [];
  const shares = serving.map(({ name, traffic }) => `${name} ${traffic === undefined ? "unset" : String(traffic)}`);
  return [
    {
      at: PREDICTORS,
      reason: `traffic adds up to ${String(sum)} (${shares.join(", ")}), not to 100. Change the shares of those that answer.`,
    },
  ];
}

/** Alone it may go without a share, but beside a shadow Istio takes an unset one for none. */
function onlyFindings(predictors: readonly Predictor[], only: Predictor): Finding[] {
  const beside = predictors.length > 1;
  const traffic = only.traffic ?? (beside ? 0 : 100);
  return traffic === 100
    ? []
    : [
        {
          at: [...PREDICTORS, predictors.indexOf(only), "traffic"],
          reason: `${only.traffic === undefined ? "unset" : String(traffic)} of the only predictor that answers${beside ? " beside a shadow" : ""} has to be 100. Write 100.`,
        },
      ];
}
