import { type Properties, type Value, isProperties } from "../property-values";

/**
 * Keeps of a live object only what the inputs mention, so that what the cluster filled in is no difference
 * (kubernetes provider 4.32, pruneLiveState in pkg/provider/provider.go).
 */
export function prune(live: Properties, inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(live).flatMap(([key, value]) => {
      const wanted = inputs[key];
      return wanted === undefined ? [] : [[key, pruneValue(value, wanted)]];
    }),
  );
}

function pruneValue(live: Value, wanted: Value): Value {
  if (isProperties(live) && isProperties(wanted)) return prune(live, wanted);
  if (Array.isArray(live) && Array.isArray(wanted)) return pruneList(live, wanted);
  return live;
}

/** Items are matched by position; what is beyond the inputs' last item belongs to others. */
function pruneList(live: Value[], wanted: Value[]): Value[] {
  const items = live.slice(0, wanted.length);
  return items.map((item, index) => pruneValue(item, wanted[index] ?? null));
}
