import assert from "node:assert/strict";
import { MlCluster, type MlClusterArgs } from "../../../components";
import { refusal } from "../refusal";

/** Arguments that are refused, and every problem in order: path and reason. */
export type Refused = readonly [args: Partial<MlClusterArgs>, ...problems: readonly [path: string, reason: string][]];

/**
 * Defines a test for each row: the cluster is refused for exactly these reasons, and nothing of it was registered. `complete` adds
 * what a cluster of the target needs besides.
 */
export const refusalsOf =
  (complete: (args: Partial<MlClusterArgs>) => MlClusterArgs) =>
  (table: Readonly<Record<string, Refused>>): void => {
    for (const [title, [args, ...expected]] of Object.entries(table)) {
      it(title, async () => {
        const problems = await refusal(() => new MlCluster("ml", complete(args)));
        assert.deepEqual(
          problems.map(({ path, reason }) => [path, reason]),
          expected,
        );
      });
    }
  };

/** What a caller without types may write. */
export const untyped = (args: object): Partial<MlClusterArgs> => args;
