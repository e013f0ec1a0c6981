import assert from "node:assert/strict";
import type { ClusterFacts } from "../../components";
import { clusterFacts } from "./platform";
import { refusal } from "./refusal";

/** Arguments that are refused for one reason, and other facts of the cluster. */
export type Row = [what: string, args: object, path: string, reason: RegExp, facts?: Partial<ClusterFacts>];

/** A cluster of another stack, which nothing identifies. */
export const clusterWith = (facts: Partial<ClusterFacts> = {}): ClusterFacts => ({
  ...clusterFacts,
  clusterIdentifier: undefined,
  kubernetesVersion: "1.35",
  ...facts,
});

/** Defines a test for each row: the component that `create` makes of the arguments is refused for exactly this reason. */
export const refusesRows =
  (create: (args: object, facts?: Partial<ClusterFacts>) => unknown) =>
  (rows: readonly Row[]): void => {
    for (const [what, args, path, reason, facts] of rows) {
      it(what, async () => {
        const problems = await refusal(() => create(args, facts));
        assert.deepEqual(
          problems.map((problem) => problem.path),
          [path],
          problems.map((problem) => problem.reason).join("\n"),
        );
        assert.match(problems[0]?.reason ?? "", reason);
      });
    }
  };
