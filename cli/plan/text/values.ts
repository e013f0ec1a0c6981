import { stringify } from "yaml";
import { SECRET, UNKNOWN, type PlannedResource } from "../graph";
import { isChart } from "./describe";

/** A release's values as YAML, a line each; none of any other resource, and of a chart left as it is. */
export function valuesOf(resource: PlannedResource): string[] {
  const { values } = resource.inputs.values;
  if (!isChart(resource) || values === undefined) return [];
  if (values === SECRET || values === UNKNOWN) return [values];
  // No folding: a line of the plan is a line of the values.
  const lines = stringify(values, { lineWidth: 0 }).trimEnd().split("\n");
  return lines[0] === "{}" ? [] : lines.map((line) => line.replace(/"(\[(?:secret|unknown)\])"$/, "$1"));
}
