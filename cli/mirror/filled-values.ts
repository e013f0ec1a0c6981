import { ownValue } from "../../components/shared/own-value";
import { SECRET, UNKNOWN, type PlainValue } from "../../recorder/graph";
import { isMap } from "../project/config-type";

type Values = Readonly<Record<string, PlainValue>>;

/** What stands for a text that is secret, or that only a provider knows. It can be a name, and a part of an address. */
export const PLACEHOLDER = "placeholder";

/** Values of a chart without what a plan does not know. */
export interface FilledValues {
  readonly values: Values;
  /** Paths of what was replaced, for an error. */
  readonly replaced: readonly string[];
}

/**
 * Replaces secrets and unknown values. The chart's own value takes their place, because it has the right type; a placeholder does
 * where the chart has none, or an empty text, which templates often refuse.
 */
export function filledValues(values: Values, defaults: unknown): FilledValues {
  const replaced: string[] = [];
  const visit = (value: PlainValue, preset: unknown, path: string): PlainValue | undefined => {
    if (typeof value === "string") {
      if (!value.includes(SECRET) && !value.includes(UNKNOWN)) return value;
      replaced.push(path);
      const isWhole = value === SECRET || value === UNKNOWN;
      if (isWhole && preset !== undefined && preset !== null && preset !== "") return undefined;
      return value.replaceAll(SECRET, PLACEHOLDER).replaceAll(UNKNOWN, PLACEHOLDER);
    }
    if (Array.isArray(value)) {
      return (value as readonly PlainValue[]).map(
        (item, index) => visit(item, undefined, `${path}[${String(index)}]`) ?? null,
      );
    }
    return typeof value === "object" && value !== null ? visitMap(value as Values, preset, path) : value;
  };
  const visitMap = (map: Values, preset: unknown, path: string): Values =>
    Object.fromEntries(
      Object.entries(map).flatMap(([key, value]) => {
        const filled = visit(
          value,
          isMap(preset) ? ownValue(preset, key) : undefined,
          path === "" ? key : `${path}.${key}`,
        );
        return filled === undefined ? [] : [[key, filled]];
      }),
    );
  return { values: visitMap(values, defaults, ""), replaced };
}
