import { jsonOf } from "../json";
import { PLAN_FORMAT, type PlanFile } from "../plan-file";
import { difference } from "./difference";
import { differenceMarkdown, differenceText } from "./shown-difference";

/** The formats of a difference. */
export type DifferenceFormat = "tree" | "markdown" | "json";

/** Name and version of the JSON of a difference. */
const DIFFERENCE_FORMAT = { name: "mlplatform-plan-difference", version: PLAN_FORMAT.version };

/** How a plan differs from an earlier one, as text, Markdown or JSON. */
export function comparison(
  before: PlanFile,
  after: PlanFile,
  { format, colours }: { format: DifferenceFormat; colours: boolean },
): string {
  const found = difference(before, after);
  switch (format) {
    case "tree":
      return differenceText(found, { colours });
    case "markdown":
      return differenceMarkdown(found);
    case "json":
      return jsonOf({ format: DIFFERENCE_FORMAT, ...found });
  }
}
