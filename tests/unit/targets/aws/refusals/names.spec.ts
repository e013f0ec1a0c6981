import assert from "node:assert/strict";
import { AwsAutoscaling, MlCluster } from "../../../../../components";
import { deploy } from "../../../../helpers/deploy";
import { refusal } from "../../../refusal";
import { aws, clusterArgs } from "../eks";

const refused: Record<string, string> = {
  "-ml": "is not a name for an EKS cluster; use A-Z, a-z, 0-9, '-' and '_', with a letter or digit first.",
  "ml.prod": "is not a name for an EKS cluster; use A-Z, a-z, 0-9, '-' and '_', with a letter or digit first.",
  // The roles have the least room: 64 characters, with what they are for and Pulumi's own suffix.
  ["x".repeat(42)]: "is too long a name for an IAM role; use at most 41 characters of 64 less the 23 that are added.",
};

describe("the name of a cluster on AWS", () => {
  for (const [name, rule] of Object.entries(refused)) {
    it(`is not "${name}"`, async () => {
      assert.deepEqual(await refusal(() => new MlCluster(name, clusterArgs())), [
        { path: "name", reason: `"${name}" ${rule}` },
      ]);
    });
  }

  it("may be as long as its roles' names have room, with which every name fits", async () => {
    const name = "x".repeat(41);
    const graph = await deploy(() => ({ cluster: new MlCluster(name, clusterArgs()).clusterName }), aws());
    const longest = (type: string) => Math.max(...graph.ofType(type).map((resource) => resource.name.length + 8));
    assert.equal(longest("aws:iam/role:Role"), 64);
    assert.ok(longest("aws:eks/nodeGroup:NodeGroup") <= 63);
    assert.equal(graph.byName("eks:index:Cluster", name).inputs.values["name"], `${name}-x7k2p9`);
  });

  it("is refused alone where it leaves no room for a node group's", async () => {
    for (const length of [50, 62]) {
      assert.deepEqual(
        (await refusal(() => new MlCluster("x".repeat(length), clusterArgs()))).map(({ path }) => path),
        ["name"],
      );
    }
  });

  it("is refused beside the name of a pool that would not fit behind the longest either", async () => {
    const pool = "y".repeat(14);
    const problems = await refusal(() => new MlCluster("x".repeat(62), clusterArgs({ nodePools: { [pool]: {} } })));
    assert.deepEqual(problems.slice(1), [
      {
        path: `nodePools.${pool}`,
        reason: `"${pool}" is too long a name for an EKS node group; use at most 13 characters of 63 less the 50 that are added.`,
      },
    ]);
  });

  it("leaves the names of node groups less room", async () => {
    const [cluster, pool] = ["x".repeat(41), "y".repeat(14)];
    const args = clusterArgs({ nodePools: { [pool]: {} } });
    assert.deepEqual(await refusal(() => new MlCluster(cluster, args)), [
      {
        path: `nodePools.${pool}`,
        reason: `"${pool}" is too long a name for an EKS node group; use at most 13 characters of 63 less the 50 that are added.`,
      },
    ]);
  });

  it("has to fit also where AWS makes the nodes", async () => {
    const args = clusterArgs({ aws: { autoscaling: AwsAutoscaling.AutoMode } });
    assert.equal((await refusal(() => new MlCluster("x".repeat(42), args))).length, 1);
  });
});
