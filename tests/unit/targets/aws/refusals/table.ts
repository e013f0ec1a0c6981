import assert from "node:assert/strict";
import type { MlClusterArgs } from "../../../../../components";
import { MlCluster } from "../../../../../components";
import { refusal } from "../../../refusal";
import { clusterArgs } from "../eks";

/** Arguments that are refused, and every problem in order: path and reason. */
export type Refused = readonly [args: Partial<MlClusterArgs>, ...problems: readonly [path: string, reason: string][]];

/** A test for each row: the cluster is refused for exactly these reasons, and nothing of it was registered. */
export function itRefuses(table: Readonly<Record<string, Refused>>): void {
  for (const [title, [args, ...expected]] of Object.entries(table)) {
    it(title, async () => {
      const problems = await refusal(() => new MlCluster("ml", clusterArgs(args)));
      assert.deepEqual(
        problems.map(({ path, reason }) => [path, reason]),
        expected,
      );
    });
  }
}

/** What a caller without types may write. */
export const untyped = (args: object): Partial<MlClusterArgs> => args;
