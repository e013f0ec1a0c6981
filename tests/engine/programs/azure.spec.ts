import assert from "node:assert/strict";
import { UserError } from "../../../cli/user-error";
import { startCloud } from "../providers/azure/start-cloud";
import { textAt } from "../providers/cloud/values";
import { addsPachyderm } from "./pachyderm-in-cloud";
import { ProgramBench } from "./program-bench";
import { runShop } from "./unmanaged-workload";

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";

describe("the program `azure` on the real engine and a stand-in of Azure", () => {
  const bench = new ProgramBench(startCloud, {
    program: "azure",
    region: "centralus",
    kubernetesVersion: "1.35",
    nodes: "2",
    apiCidrs: JSON.stringify(["203.0.113.0/24"]),
    sourceRanges: JSON.stringify(["203.0.113.0/24"]),
  });
  const kubectl = (...args: string[]) => bench.setting.cluster.kubectl(...args);

  const pools = () =>
    Object.fromEntries(
      bench.account.resources(POOL).map(({ inputs, outputs }) => [textAt(outputs, "name"), { ...inputs, ...outputs }]),
    );
  const nodes = async () => (await kubectl("get", "nodes", "-o", "name")).trim().split("\n").length;

  it("creates a cluster with nodes, a load balancer and a model", async () => {
    const { outputs } = await bench.stack.up();
    const [balancer] = [...bench.account.loadBalancers.values()];
    assert.equal(outputs["host"], balancer?.ip);
    assert.equal(balancer?.scheme, "internet-facing");
    assert.equal(outputs["modelUrl"], `http://${String(outputs["host"])}/seldon/models/iris/api/v1.0/predictions`);
    assert.deepEqual(Object.keys(pools()), ["system", "general"]);
    assert.equal(await nodes(), 4);
    assert.ok(bench.account.logins.every(({ granted }) => granted));
  });

  it("changes nothing when it runs again", async () => {
    assert.deepEqual((await bench.stack.up()).changes(), {});
  });

  it("lists its node pools in the state of the cluster when it is refreshed, and the next run changes none of them", async () => {
    // azure-native writes into the inputs of a cluster which pools Azure has added to it since. Nothing else differs.
    const listed = { [`${CLUSTER}::ml`]: ["update"] };
    const standing = pools();
    assert.deepEqual((await bench.stack.refresh()).changes(), listed);
    assert.deepEqual((await bench.stack.up()).changes(), listed);
    assert.deepEqual(withoutTags(pools()), withoutTags(standing));
    assert.deepEqual((await bench.stack.refresh()).changes(), {});
  });

  it("is not destroyed while it is protected, and the error says how to remove the protection", async () => {
    const standing = bench.cloud.leftovers();
    // What `pulumi destroy` does first; the engine itself sees a protected resource only when it comes to it.
    const preview = bench.stack.automation.destroy({ previewOnly: true, color: "never" });
    await assert.rejects(preview, /cannot be deleted\s+because it is protected/);
    assert.deepEqual(bench.cloud.leftovers(), standing);

    await assert.rejects(bench.destroy(), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /^Stack "test" is protected from destroy: .*ManagedCluster ml.*\nNothing was deleted\./,
      );
      assert.match(error.message, /set deletionProtection to false/);
      return true;
    });
    assert.deepEqual(bench.cloud.leftovers(), standing);
    const model = await kubectl("get", "sdep/iris", "-n", "models", "-o", "jsonpath={.status.state}");
    assert.equal(model, "Available");
  });

  addsPachyderm({
    bench,
    unprotected: [],
    store: "azureBlob",
    bucketType: "azure-native:storage:BlobContainer",
    deleteData: true,
  });

  it("is not destroyed while others use a load balancer or a disk in it, and the error names both", async () => {
    await runShop(bench.setting);
    const standing = bench.cloud.leftovers();
    assert.ok(standing.some((thing) => thing.startsWith("disk of ")));
    await assert.rejects(bench.destroy(true), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /\n {2}Service shop\/web \(created by kubectl\S*\): load balancer 198\.51\.100\.\d+\n/,
      );
      assert.match(
        error.message,
        /\n {2}PersistentVolumeClaim shop\/data \(created by kubectl\S*\): disk pvc-\S+, used by/,
      );
      return true;
    });
    assert.deepEqual(bench.cloud.leftovers(), standing);
  });

  it("leaves nothing in the cloud when it is destroyed with the objects of others", async () => {
    await kubectl("delete", "pod", "db", "-n", "shop");
    await bench.destroy(true);
    assert.deepEqual((await bench.stack.exportState()).resources ?? [], []);
    assert.deepEqual(bench.cloud.leftovers(), []);
  });
});

/** Azure gives another entity tag with each write. */
const withoutTags = (pools: Readonly<Record<string, object>>) =>
  Object.values(pools).map((pool) => ({ ...pool, eTag: undefined }));
