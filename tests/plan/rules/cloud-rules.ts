import { existsSync } from "node:fs";
import path from "node:path";
import type { PlanGraph } from "../../../recorder/graph";
import { targetNames } from "../../../components/targets/target";

/** What the plan rules must know about one cloud. `clouds/<target>.ts` exports one as `cloud`. */
export interface CloudRules {
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
