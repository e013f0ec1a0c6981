import assert from "node:assert/strict";
import { AwsAutoscaling, MlCluster } from "../../../../../components";
import { deploy } from "../../../../helpers/deploy";
import { refusal } from "../../../refusal";
import { aws, clusterArgs } from "../eks";

const refused: Record<string, string> = {
  "-ml": "is not a name for an EKS cluster; use A-Z, a-z, 0-9, '-' and '_', and start with a letter or digit.",
  "ml.prod": "is not a name for an EKS cluster; use A-Z, a-z, 0-9, '-' and '_', and start with a letter or digit.",
  // Names of roles have the least room: 64 characters, including their purpose and Pulumi's suffix.
  ["x".repeat(42)]: "is too long for the name of an IAM role; use at most 41 characters (64, of which 23 are added).",
};

describe("the name of a cluster on AWS", () => {
  for (const [name, rule] of Object.entries(refused)) {
    it(`must not be "${name}"`, async () => {
      assert.deepEqual(await refusal(() => new MlCluster(name, clusterArgs())), [
        { path: "name", reason: `"${name}" ${rule}` },
      ]);
    });
  }

  it("may be so long that the longest name of a role just fits, and then every other name fits", async () => {
    const name = "x".repeat(41);
    const graph = await deploy(() => ({ cluster: new MlCluster(name, clusterArgs()).clusterName }), aws());
    const longest = (type: string) => Math.max(...graph.ofType(type).map((resource) => resource.name.length + 8));
    assert.equal(longest("aws:iam/role:Role"), 64);
    assert.ok(longest("aws:eks/nodeGroup:NodeGroup") <= 63);
    assert.equal(graph.byName("eks:index:Cluster", name).inputs.values["name"], `${name}-x7k2p9`);
  });

  it("is refused alone if it leaves no room for the name of a node group", async () => {
    for (const length of [50, 62]) {
      assert.deepEqual(
        (await refusal(() => new MlCluster("x".repeat(length), clusterArgs()))).map(({ path }) => path),
        ["name"],
      );
    }
  });

  it("is refused before the name of a pool that does not fit behind it", async () => {
    const args = clusterArgs({ nodePools: { ["y".repeat(14)]: {} } });
    assert.deepEqual(
      (await refusal(() => new MlCluster("x".repeat(62), args))).map(({ path }) => path),
      ["name"],
    );
  });

  it("limits the length of names of pools", async () => {
    const [cluster, pool] = ["x".repeat(41), "y".repeat(14)];
    const args = clusterArgs({ nodePools: { [pool]: {} } });
    assert.deepEqual(await refusal(() => new MlCluster(cluster, args)), [
      {
        path: `nodePools.${pool}`,
        reason: `"${pool}" is too long for the name of an EKS node group; use at most 13 characters (63, of which 50 are added).`,
      },
    ]);
  });

  it("is also limited in Auto Mode, where AWS creates the nodes", async () => {
    const args = clusterArgs({ aws: { autoscaling: AwsAutoscaling.AutoMode } });
    assert.equal((await refusal(() => new MlCluster("x".repeat(42), args))).length, 1);
  });
});
