import assert from "node:assert/strict";
import { JupyterHub, type ClusterFacts } from "../../../components";
import { cluster, clusterFacts } from "../platform";
import { refusal } from "../refusal";
import { LOGINS } from "./hub";

/** JupyterHub with a shared password, unless the arguments say otherwise. */
export const create = (args: object, facts: Partial<ClusterFacts> = {}): JupyterHub =>
  new JupyterHub(
    "hub",
    {
      cluster: { ...clusterFacts, clusterIdentifier: undefined, kubernetesVersion: "1.35", ...facts },
      login: LOGINS.sharedPassword,
      ...args,
    },
    { provider: cluster().provider },
  );

/** Arguments that are refused for one reason. */
export type Row = [what: string, args: object, path: string, reason: RegExp, facts?: Partial<ClusterFacts>];

/** A test for each row. */
export function refuses(rows: readonly Row[]): void {
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
}
