import assert from "node:assert/strict";
import { UserError } from "../../../cli/user-error";
import { FIREWALL } from "../providers/gcp/gcp-cloud";
import { startCloud } from "../providers/gcp/start-cloud";
import { addsPachyderm } from "./pachyderm-in-cloud";
import { ProgramBench } from "./program-bench";
import { assertNoUnknownFields } from "./strict-validation";
import { runDatabase, runShop } from "./unmanaged-workload";

const CLUSTER = "gcp:container/cluster:Cluster";
const NODE_POOL = "gcp:container/nodePool:NodePool";

describe("the program `gcp` on the real engine and a stand-in of Google Cloud", () => {
  const bench = new ProgramBench(startCloud, {
    program: "gcp",
    project: "ml-prod-123456",
    region: "us-central1",
    nodes: "3",
    kubernetesVersion: "1.35",
    sourceRanges: JSON.stringify(["203.0.113.0/24"]),
  });
  const kubectl = (...args: string[]) => bench.setting.cluster.kubectl(...args);
  const nodes = async () => (await kubectl("get", "nodes", "-o", "name")).trim().split("\n").length;
  const pools = () => bench.account.resources(NODE_POOL);

  it("creates a cluster with nodes, a load balancer and a model, and no pool besides", async () => {
    const { outputs } = await bench.stack.up();
    const [balancer] = [...bench.account.loadBalancers.values()];
    assert.equal(outputs["host"], balancer?.ip);
    assert.equal(balancer?.scheme, "internet-facing");
    assert.equal(outputs["modelUrl"], `http://${String(outputs["host"])}/seldon/models/iris/api/v1.0/predictions`);
    assert.equal(await nodes(), 3);
    assert.deepEqual(
      pools().map(({ inputs }) => inputs["name"]),
      ["general"],
    );
    await assertNoUnknownFields(bench.setting.cluster, await bench.stack.exportState());
  });

  it("changes nothing when it runs again, is refreshed, or the autoscaler has added nodes", async () => {
    assert.deepEqual((await bench.stack.refresh()).changes(), {});
    const [pool] = pools();
    assert.ok(pool);
    await bench.cloud.scale(pool, 6);
    assert.deepEqual((await bench.stack.up()).changes(), {});
    assert.equal(await nodes(), 6);
  });

  it("is not destroyed while it is protected, and the error says how to remove the protection", async () => {
    const standing = bench.cloud.leftovers();
    await assert.rejects(bench.destroy(), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^Stack "test" is protected from destroy: Cluster ml.*\nNothing was deleted\./);
      assert.match(error.message, /set deletionProtection to false/);
      return true;
    });
    assert.deepEqual(bench.cloud.leftovers(), standing);
  });

  addsPachyderm({
    bench,
    unprotected: [`${CLUSTER}::ml`],
    store: "gcs",
    bucketType: "gcp:storage/bucket:Bucket",
    deleteData: true,
  });

  it("is not destroyed while others use a load balancer or a disk in it, and the error names both", async () => {
    await runShop(bench.setting);
    const standing = bench.cloud.leftovers();
    assert.ok(standing.some((thing) => thing.startsWith("disk of ")));
    assert.ok(standing.filter((thing) => thing.startsWith(FIREWALL) && thing.includes("/k8s-")).length >= 4);
    await assert.rejects(bench.destroy(true), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /\n {2}Service shop\/web \(created by kubectl\S*\): load balancer \S+\n/);
      assert.match(
        error.message,
        /\n {2}PersistentVolumeClaim shop\/data \(.*\): disk pvc-\S+, used by Pod shop\/db\n/,
      );
      return true;
    });
    assert.deepEqual(bench.cloud.leftovers(), standing);
  });

  it("leaves nothing in the cloud when it is destroyed with the objects of others", async () => {
    await kubectl("delete", "pod", "db", "-n", "shop");
    // In a namespace of the stack nothing is in the way, but its disk goes later than the namespace.
    await runDatabase(bench.setting, "models");
    await bench.destroy(true);
    assert.deepEqual((await bench.stack.exportState()).resources ?? [], []);
    assert.deepEqual(bench.cloud.leftovers(), []);
  });
});
