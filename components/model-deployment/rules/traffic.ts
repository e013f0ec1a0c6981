import { shown, type Problem } from "../../shared/invalid-args";
import type { Predictor } from "../manifest";

/** How requests are shared out: non-shadow predictors add up to 100, and at most one shadow listens. */
export function trafficProblems(predictors: readonly Predictor[]): Problem[] {
  const shares = predictors.flatMap(({ traffic }, index) => shareProblems(index, traffic));
  const serving = predictors.filter(({ shadow }) => shadow !== true);
  if (serving.length === 0) {
    return [...shares, { path: "predictors", reason: "are shadows only. Give one that answers." }];
  }
  const shadows = predictors.length - serving.length;
  const second =
    shadows > 1
      ? [{ path: "predictors", reason: `${String(shadows)} are shadows, and one at most may be. Make one.` }]
      : [];
  return [...shares, ...second, ...(shares.length > 0 ? [] : sumProblems(serving, predictors.length))];
}

const shareProblems = (index: number, traffic: number | undefined): Problem[] =>
  traffic === undefined || (Number.isInteger(traffic) && traffic >= 0 && traffic <= 100)
    ? []
    : [
        {
          path: `predictors[${String(index)}].traffic`,
          reason: `${shown(traffic)} is not a whole number from 0 to 100.`,
        },
      ];

function sumProblems(serving: readonly Predictor[], all: number): Problem[] {
  const [only] = serving;
  if (serving.length === 1 && only !== undefined) {
    const { traffic = 100 } = only;
    return traffic === 100
      ? []
      : [
          {
            path: "predictors[0].traffic",
            reason: `${String(traffic)} of the only predictor that answers${all > 1 ? " beside a shadow" : ""} has to be 100. Leave it out.`,
          },
        ];
  }
  const sum = serving.reduce((total, { traffic = 0 }) => total + traffic, 0);
  if (sum === 100) return [];
  const shares = serving.map(({ name, traffic }) => `${name} ${traffic === undefined ? "unset" : String(traffic)}`);
  return [
    {
      path: "predictors",
      reason: `traffic adds up to ${String(sum)} (${shares.join(", ")}), not to 100. Change the shares of those that answer.`,
    },
  ];
}
