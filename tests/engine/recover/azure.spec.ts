import assert from "node:assert/strict";
import { MlCluster } from "../../../components";
import { startCloud } from "../providers/azure/start-cloud";
import { textAt } from "../providers/cloud/values";
import { CloudRecoverBench } from "./cloud-bench";

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";

const program = () => () => {
  const cluster = new MlCluster("ml", {
    azure: { location: "centralus" },
    kubernetesVersion: "1.35",
    apiAccess: { cidrs: ["203.0.113.0/24"] },
    deletionProtection: false,
  });
  return Promise.resolve({ endpoint: cluster.endpoint });
};

describe("mlplatform up after a first run on Azure was killed", () => {
  const bench = new CloudRecoverBench(startCloud, program);

  it("adopts a control plane that is still being created, and waits for it", async () => {
    const hold = await bench.killWhileMaking(CLUSTER);
    const { repairs, outputs, lines } = await bench.up((line) => {
      if (line.startsWith("Waiting")) hold.end();
    });
    assert.deepEqual(
      repairs.filter((text) => !text.startsWith("released the lock")),
      ["adopted ManagedCluster ml: it was created, but was not in the state"],
    );
    assert.ok(lines.includes("Waiting up to 1800 s for ManagedCluster ml, still being created"), lines.join("\n"));
    const [cluster, ...more] = bench.account.resources(CLUSTER);
    assert.deepEqual(more, []);
    assert.equal(outputs["endpoint"]?.value, `https://${textAt(cluster?.outputs, "fqdn")}`);
  });

  it("then changes nothing more", async () => {
    const { repairs, lines } = await bench.up();
    assert.deepEqual(repairs, []);
    assert.match(lines.at(-1) ?? "", /^Done: \d+ unchanged$/);
    await bench.killable.stack.destroy({ color: "never" });
    assert.deepEqual(bench.cloud.leftovers(), []);
  });

  it("adopts a node pool that is still being created, and waits for it", async () => {
    const hold = await bench.killWhileMaking(POOL);
    const { repairs, lines } = await bench.up((line) => {
      if (line.startsWith("Waiting")) hold.end();
    });
    assert.deepEqual(
      repairs.filter((text) => !text.startsWith("released the lock")),
      ["adopted AgentPool ml-general: it was created, but was not in the state"],
    );
    assert.ok(lines.includes("Waiting up to 1800 s for AgentPool ml-general, still being created"), lines.join("\n"));
    const pools = bench.account.resources(POOL).map(({ outputs }) => textAt(outputs, "name"));
    assert.deepEqual(pools, ["system", "general"]);
  });

  it("is told which deletion the cloud throttles and what to do, and then leaves nothing", async () => {
    const throttled = 'Status=429 Code="TooManyRequests" Message="The request is being throttled."';
    await bench.destroyThrottled(POOL, throttled, /^AgentPool ml-general: deleting /);
  });
});
