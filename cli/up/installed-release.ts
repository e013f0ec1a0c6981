import { charts, type ChartName } from "../../components/shared/pinned-charts";
import { SECRET, UNKNOWN, type PlainValue, type PlannedResource } from "../../recorder/graph";
import type { ResourceRecord, StateValue } from "../stack/state";

/** A value of a state or a plan. */
export type Value = StateValue | PlainValue | undefined;

/**
 * After a failed update, the state has values that the cluster may not have. A release with another name or in another namespace is
 * installed anew.
 */
export const isComparable = ({ initErrors = [], inputs = {} }: ResourceRecord, planned: PlannedResource): boolean =>
  initErrors.length === 0 &&
  ["name", "namespace"].every((key) => {
    const [before, after] = [inputs[key], planned.inputs.values[key]];
    return before === after || [before, after].some((value) => !isComparableValue(value));
  });

/** Whether a value is known: neither secret nor decided later. */
export const isComparableValue = (value: Value): boolean =>
  value === undefined ||
  typeof value === "number" ||
  (typeof value === "string" && value !== SECRET && value !== UNKNOWN);

/** Whether the input `chart` of a release, its name, the URL of its mirror or the path of its file, means this chart. */
export function isChartNamed(chart: Value, name: ChartName): boolean {
  const last = typeof chart === "string" ? (chart.split("/").at(-1) ?? "") : "";
  return last === charts[name].chart || (last.startsWith(`${charts[name].chart}-`) && last.endsWith(".tgz"));
}
