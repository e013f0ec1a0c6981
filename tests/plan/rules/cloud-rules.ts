import { existsSync } from "node:fs";
import path from "node:path";
import type { PlainValue, PlannedResource, PlanGraph } from "../../../recorder/graph";
import { valueAt } from "../../../cli/plan/text/templates";
import { targetNames } from "../../../components/targets/target";

/** What the plan rules must know about one cloud. `clouds/<target>.ts` exports one as `cloud`. */
export interface CloudRules {
  /** By type token, whether the disks that a resource creates are encrypted. */
  readonly encryptedDisks: Readonly<Record<string, (resource: PlannedResource) => boolean>>;
  /** Node pools that the internet can reach directly, or whose routes the plan does not show. */
  readonly publicNodes: (graph: PlanGraph) => string[];
}

/** The rules of every target that has some. */
export const cloudRules = (): CloudRules[] =>
  targetNames()
    .map((target) => path.join(__dirname, "clouds", `${target}.ts`))
    .filter((file) => existsSync(file))
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
    .map((file) => (require(file) as { cloud: CloudRules }).cloud);

/** Whether an input is true. Some inputs of clouds are booleans, some are text. */
export function isTrue(inputPath: string): (resource: PlannedResource) => boolean {
  return ({ inputs }) => isOn(valueAt(inputs.values, inputPath));
}

/** Whether a value is true as a boolean or as text. */
export const isOn = (value: PlainValue | undefined): boolean => value === true || value === "true";
