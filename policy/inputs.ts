import { valueAt } from "../cli/plan/text/templates";
import type { Requirement } from "../components/targets/guardrails";
import { isHidden, isMap, UNKNOWN, type PlainValue, type PlannedResource } from "../recorder/graph";

/** What inputs say: `unknown` if only a provider knows yet. */
export type Answer = "yes" | "no" | "unknown";

export type Values = Readonly<Record<string, PlainValue>>;

/** A value as a list; nothing for what is none. */
export const listOf = (value: PlainValue | undefined): readonly PlainValue[] =>
  Array.isArray(value) ? (value as readonly PlainValue[]) : [];

/** The value at a path, such as `ebs.encrypted`; {@link UNKNOWN} also where something above it is not known. */
export function known(values: PlainValue, path: string): PlainValue | undefined {
  const keys = path.split(".");
  const above = keys.map((_, index) => valueAt(values, keys.slice(0, index + 1).join(".")));
  return above.some(isHidden) ? UNKNOWN : above.at(-1);
}

/** Whether a value is true. Some inputs of clouds are booleans, some are text. */
export function isTrue(value: PlainValue | undefined): Answer {
  if (isHidden(value)) return "unknown";
  return value === true || value === "true" ? "yes" : "no";
}

/** Whether inputs meet all requirements. */
export const meetsAll = (values: Values, requirements: readonly Requirement[]): Answer =>
  allOf(requirements.map((requirement) => meets(values, requirement)));

/** Whether every answer is yes. */
export const allOf = (answers: readonly Answer[]): Answer =>
  (["no", "unknown"] as const).find((answer) => answers.includes(answer)) ?? "yes";

function meets(values: Values, requirement: Requirement): Answer {
  if ("present" in requirement) return known(values, requirement.present) === undefined ? "no" : "yes";
  if (!("each" in requirement)) return isTrue(known(values, requirement.input));
  const { each, input, unless = [], mayBeEmpty = false } = requirement;
  const list = known(values, each);
  if (isHidden(list)) return "unknown";
  const counted = listOf(list).filter((element) => !(isMap(element) && unless.some((key) => key in element)));
  if (counted.length === 0) return mayBeEmpty ? "yes" : "no";
  return allOf(counted.map((element) => isTrue(isHidden(element) ? UNKNOWN : known(element, input))));
}

/** A value with its path and its key, at any depth; maps and lists come before what they hold. */
export interface Place {
  readonly path: string;
  readonly key: string;
  readonly value: PlainValue;
}

/** Everything in the inputs of a resource, with the path of each. */
export const placesIn = ({ inputs }: Pick<PlannedResource, "inputs">): Place[] => placesBelow(inputs.values, "");

function placesBelow(value: PlainValue, path: string): Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Values).flatMap(([key, item]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    return [{ path: at, key, value: item }, ...placesBelow(item, at)];
  });
}

/** A chart's own name: the last part of a reference, a path or a URL. Empty for what is no chart. */
export const chartName = (chart: PlainValue | undefined): string =>
  typeof chart !== "string" || isHidden(chart)
    ? ""
    : (/([^/\\]+?)(-v?\d+\.\d+\.\d+[^/\\]*)?(\.tgz)?(@sha256:.*)?$/.exec(chart)?.[1] ?? "");
