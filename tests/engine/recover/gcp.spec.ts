import assert from "node:assert/strict";
import { MlCluster } from "../../../components";
import { addDefaultPool, CLUSTER, NODE_POOL } from "../providers/gcp/container/cluster";
import { startCloud } from "../providers/gcp/start-cloud";
import { CloudRecoverBench } from "./cloud-bench";

const program = () => () => {
  const cluster = new MlCluster("ml", {
    gcp: { project: "ml-prod-123456" },
    kubernetesVersion: "1.35",
    deletionProtection: false,
  });
  return Promise.resolve({ endpoint: cluster.endpoint });
};

describe("mlplatform up after a first run on Google Cloud was killed", () => {
  const bench = new CloudRecoverBench(startCloud, program);
  const poolNames = () => bench.account.resources(NODE_POOL).map(({ inputs }) => inputs["name"]);

  it("adopts a control plane that is still being created, and deletes the node pool that only GKE knows", async () => {
    const hold = await bench.killWhileMaking(CLUSTER);
    const [made] = bench.account.resources(CLUSTER);
    assert.ok(made);
    // The provider deletes it right after the creation, and was killed before.
    addDefaultPool(bench.account, made.id, "1.35.2-gke.1000");
    void hold.wanted.then(() => {
      hold.end();
    });
    const { repairs, outputs } = await bench.up();
    assert.deepEqual(
      repairs.filter((text) => !text.startsWith("released the lock")),
      ["adopted Cluster ml: it was created, but was not in the state"],
    );
    assert.equal(outputs["endpoint"]?.value, bench.account.kubernetes.endpoint);
    assert.equal(bench.account.resources(CLUSTER).length, 1);
    assert.deepEqual(poolNames(), ["general"]);
  });

  it("adopts a node pool, and then changes nothing more", async () => {
    await bench.killable.cutOff("ml-general");
    const { repairs } = await bench.up();
    assert.deepEqual(repairs, ["adopted NodePool ml-general: it was created, but was not in the state"]);
    assert.match((await bench.up()).lines.at(-1) ?? "", /^Done: \d+ unchanged$/);
    assert.deepEqual(poolNames(), ["general"]);
  });

  it("is told which deletion the cloud throttles and what to do, and then leaves nothing", async () => {
    const throttled = "googleapi: Error 429: Quota exceeded for quota metric 'Requests', RESOURCE_EXHAUSTED";
    await bench.destroyThrottled(NODE_POOL, throttled, /^NodePool ml-general: deleting /);
  });
});
