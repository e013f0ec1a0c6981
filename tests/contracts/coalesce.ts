import { isRecord } from "./value-path";

type Values = Record<string, unknown>;

/**
 * Chart defaults with the given values over them, as Helm hands them to the schema and to the templates
 * (Helm 4.1, pkg/chart/common/util/coalesce.go): maps are merged, lists and scalars replaced, and a given null
 * removes the default; below the top level a null over a null stays. Subcharts have no contract, so theirs are not
 * merged in.
 */
export function coalesce(given: Values, defaults: Values): Values {
  return merge(given, defaults, true);
}

function merge(given: Values, defaults: Values, top: boolean): Values {
  const merged: Values = { ...given };
  for (const [key, fallback] of Object.entries(defaults)) {
    const value = given[key];
    if (!(key in given)) merged[key] = fallback;
    else if (value === null && (top || fallback !== null)) Reflect.deleteProperty(merged, key);
    else if (isRecord(value) && isRecord(fallback)) merged[key] = merge(value, fallback, false);
  }
  return merged;
}
