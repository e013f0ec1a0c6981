import { isDeferred, kindOf } from "../shared/invalid-args";
import { merged, valueAt, type Values } from "../shared/values";
import type { ModelDeploymentArgs } from "./args";

/**
 * The custom resource with overrides. Predictors are merged by name: a whole one, whose graph has a name, takes the place of the one of
 * its name or is added, another one changes it. Every other list replaces the whole list.
 */
export function withOverrides(own: Values, overrides: Values = {}): Values {
  const changes = overriddenPredictors(overrides);
  if (changes === undefined) return merged(own, overrides);
  const before = valueAt(own, "spec.predictors") as Values[];
  const predictors = [
    ...before.map((predictor) => {
      const change = changes.find(({ name }) => name === predictor["name"]);
      if (change === undefined) return predictor;
      return isWhole(change) ? change : merged(predictor, change);
    }),
    ...changes.filter(({ name }) => before.every((predictor) => predictor["name"] !== name)),
  ];
  return merged(merged(own, overrides), { spec: { predictors } });
}

/** Whether a predictor in overrides is whole. */
export const isWhole = (predictor: Values): boolean => valueAt(predictor, "graph.name") !== undefined;

/** The index in overrides of what decides a predictor of the custom resource, and whether it decides all of it. */
export function overriddenPredictor(
  { predictors, overrides = {} }: Pick<ModelDeploymentArgs, "predictors" | "overrides">,
  index: number,
): { readonly index: number; readonly isWhole: boolean } | undefined {
  const changes = overriddenPredictors(overrides) ?? [];
  const given = predictors[index];
  const isAdded = ({ name }: Values) => predictors.every((predictor) => predictor.name !== name);
  const change =
    given === undefined
      ? changes.filter(isAdded)[index - predictors.length]
      : changes.find(({ name }) => name === given.name);
  return change === undefined ? undefined : { index: changes.indexOf(change), isWhole: isWhole(change) };
}

/** The predictors in overrides; nothing if there is no list of objects that are known, which the check of types refuses. */
export const overriddenPredictors = (overrides: Values): Values[] | undefined => {
  const list = valueAt(overrides, "spec.predictors");
  const isPredictor = (item: unknown) => kindOf(item) === "object" && !isDeferred(item);
  return Array.isArray(list) && list.every(isPredictor) ? (list as Values[]) : undefined;
};
