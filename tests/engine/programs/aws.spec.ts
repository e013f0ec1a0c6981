import assert from "node:assert/strict";
import { UserError } from "../../../cli/user-error";
import { startCloud } from "../providers/aws/start-cloud";
import { addsPachyderm, configurePachyderm } from "./pachyderm-in-cloud";
import { ProgramBench } from "./program-bench";
import { assertNoUnknownFields } from "./strict-validation";
import { runDatabase, runShop } from "./unmanaged-workload";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const CLUSTER = "aws:eks/cluster:Cluster";

describe("the program `aws` on the real engine and a stand-in of AWS", () => {
  const bench = new ProgramBench(startCloud, {
    program: "aws",
    region: "us-east-1",
    kubernetesVersion: "1.35",
    apiCidrs: JSON.stringify(["203.0.113.0/24"]),
    sourceRanges: JSON.stringify(["203.0.113.0/24"]),
  });
  const kubectl = (...args: string[]) => bench.setting.cluster.kubectl(...args);

  it("creates a cluster with nodes, a load balancer and a model", async () => {
    const { outputs } = await bench.stack.up();
    const [balancer] = [...bench.account.loadBalancers.values()];
    assert.equal(outputs["host"], balancer?.hostname);
    assert.equal(balancer?.scheme, "internet-facing");
    assert.equal(outputs["modelUrl"], `http://${String(outputs["host"])}/seldon/models/iris/api/v1.0/predictions`);
    assert.equal((await kubectl("get", "nodes", "-o", "name")).trim().split("\n").length, 2);
    const [control] = bench.account.resources(CLUSTER);
    assert.equal(control?.inputs["version"], "1.35");
  });

  it("creates no object with an unknown field", async () => {
    await assertNoUnknownFields(bench.setting.cluster, await bench.stack.exportState());
  });

  it("changes nothing when it is refreshed, and when it runs again after the autoscaler has added a node", async () => {
    assert.deepEqual((await bench.stack.refresh()).changes(), {});
    const [group] = bench.account.resources(NODE_GROUP);
    assert.ok(group);
    await bench.cloud.scale(group, 3);
    assert.deepEqual((await bench.stack.up()).changes(), {});
    assert.equal((await kubectl("get", "nodes", "-o", "name")).trim().split("\n").length, 3);
  });

  it("is not destroyed while it is protected, and the error says how to remove the protection", async () => {
    const standing = bench.cloud.leftovers();
    // What `pulumi destroy` does first; the engine itself sees a protected resource only when it comes to it.
    const preview = bench.stack.automation.destroy({ previewOnly: true, color: "never" });
    await assert.rejects(preview, /cannot be deleted\s+because it is protected/);
    assert.deepEqual(bench.cloud.leftovers(), standing);

    await assert.rejects(bench.destroy(), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^Stack "test" is protected from destroy: Cluster ml.*\nNothing was deleted\./);
      assert.match(error.message, /set deletionProtection to false/);
      return true;
    });
    assert.deepEqual(bench.cloud.leftovers(), standing);
    const model = await kubectl("get", "sdep/iris", "-n", "models", "-o", "jsonpath={.status.state}");
    assert.equal(model, "Available");
  });

  addsPachyderm({
    bench,
    unprotected: [`${CLUSTER}::ml-eksCluster`],
    store: "s3",
    bucketType: "aws:s3/bucket:Bucket",
    deleteData: false,
  });

  it("is not destroyed together with data that Pachyderm is to keep, and the error says how to give it up", async () => {
    const standing = bench.cloud.leftovers();
    await assert.rejects(bench.destroy(true), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /\n {2}PachydermStore pachyderm: claim pachyderm\/etcd-storage-etcd-0, disk pvc-\S+\n/,
      );
      assert.match(error.message, /\nNothing was deleted\. To give the data up, set deleteData to true/);
      return true;
    });
    assert.deepEqual(bench.cloud.leftovers(), standing);
    await configurePachyderm(bench, { s3: {}, deleteData: true });
    const replaced = Object.entries((await bench.stack.up()).changes()).filter(([, operations]) =>
      operations.some((operation) => operation !== "update"),
    );
    assert.deepEqual(replaced, []);
  });

  it("is not destroyed while others use a load balancer or a disk in it, and the error names both", async () => {
    await runShop(bench.setting, { loadBalancerClass: "service.k8s.aws/nlb" });
    const standing = bench.cloud.leftovers();
    assert.ok(standing.some((thing) => thing.startsWith("disk of ")));

    // With a pod on the disk not even when asked to: its workload has to be stopped first.
    await assert.rejects(bench.destroy(true), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /\n {2}Service shop\/web \(created by kubectl\S*\): load balancer k8s-\S+\n/);
      assert.match(
        error.message,
        /\n {2}PersistentVolumeClaim shop\/data \(created by kubectl\S*\): disk pvc-\S+, used by Pod shop\/db\n/,
      );
      return true;
    });
    assert.deepEqual(bench.cloud.leftovers(), standing);
  });

  it("leaves nothing in the cloud when it is destroyed with the objects of others", async () => {
    await kubectl("delete", "pod", "db", "-n", "shop");
    // In a namespace of the stack nothing is in the way, but its disk goes later than the namespace.
    await runDatabase(bench.setting, "models");
    bench.account.detachesMs = 20_000;
    await bench.destroy(true);
    assert.deepEqual((await bench.stack.exportState()).resources ?? [], []);
    assert.deepEqual(bench.cloud.leftovers(), []);
  });
});
