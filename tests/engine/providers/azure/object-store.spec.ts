import assert from "node:assert/strict";
import { IDENTITY, Store, type StoreSample } from "../../../unit/targets/azure/object-store/store";
import { skipAfterFailure } from "../../skip-after-failure";
import { CloudBench } from "../cloud/bench";
import type { Properties } from "../property-values";
import { startCloud } from "./start-cloud";
import { ACCOUNT } from "./storage/account";
import { CONTAINER } from "./storage/blobs";
import { keysOf } from "./storage/invokes";

const GROUP = "azure-native:resources:ResourceGroup";
const NETWORK = "azure-native:network:VirtualNetwork";
const SUBNET = "azure-native:network:Subnet";

/** The account, and what holds or guards data in it. */
const OF_THE_ACCOUNT = [
  ...["BlobContainer", "BlobServiceProperties", "ManagementPolicy", "StorageAccount"].map(
    (type) => `azure-native:storage:${type}`,
  ),
  GROUP,
].sort();

/** Each test goes on with what the one before it left. */
describe("a container of Blob Storage on the real engine", () => {
  skipAfterFailure();
  const bench = new CloudBench({
    start: startCloud,
    config: { "azure-native:location": "centralus" },
    hasCluster: false,
  });

  /** What a cluster in another stack has left in the cloud before this one runs. */
  let subnetId: string;
  before(() => {
    const add = (type: string, id: string, inputs: Properties) =>
      bench.account.add({ type, id, name: "ml", inputs, outputs: { name: id.split("/").at(-1) ?? "" }, maker: "" }).id;
    const group = `/subscriptions/${bench.account.subscription}/resourceGroups/${IDENTITY.resourceGroup}`;
    add(GROUP, group, { location: "centralus" });
    const network = `${group}/providers/Microsoft.Network/virtualNetworks/ml`;
    add(NETWORK, network, { location: "centralus" });
    subnetId = add(SUBNET, `${network}/subnets/nodes`, { serviceEndpoints: [{ service: "Microsoft.Storage" }] });
  });

  const program = (sample: StoreSample) => () => {
    const { created } = new Store({ cluster: { privateSubnetIds: [subnetId] }, ...sample });
    return Promise.resolve({ ...created, dependsOn: [] });
  };
  /** What exists, without what was there before. */
  const left = () =>
    bench.account
      .resources()
      .filter(({ name }) => name !== "ml")
      .map(({ type }) => type)
      .sort();
  let stack: Awaited<ReturnType<typeof bench.stack>>;
  let accountId: string;

  it("is created with an identity for two service accounts", async () => {
    stack = await bench.stack(program({ block: { workloadIdentity: true } }));
    const { outputs } = await stack.up();
    accountId = bench.account.resources(ACCOUNT)[0]?.id ?? "";
    assert.match(accountId, /\/resourceGroups\/(pachyderm[a-z0-9]{8})\/providers\/Microsoft\.Storage\/.*\/\1$/);
    assert.deepEqual(outputs["account"], { name: accountId.split("/").at(-1) });
    assert.equal(left().filter((type) => type.endsWith("FederatedIdentityCredential")).length, 2);
  });

  it("stays with its objects after a destroy, and nothing else stays", async () => {
    bench.account.blobs.get(`${accountId}/blobServices/default/containers/pachyderm`.toLowerCase())?.push("chunk");
    await stack.destroy();
    assert.deepEqual(left(), OF_THE_ACCOUNT);
    assert.deepEqual([...bench.account.blobs.values()], [["chunk"]]);
  });

  it("is not taken back by an id that no account has", async () => {
    const block = { accountId: accountId.replaceAll(/pachyderm[a-z0-9]{8}/g, "pachyderm00000000") };
    await assert.rejects(
      stack.preview({ program: program({ block, adopt: true }) }),
      /'.*pachyderm00000000' does not exist/,
    );
  });

  it("is taken back by the id of its account, once, and now with the key of the account", async () => {
    const run = await stack.up({ program: program({ block: { accountId }, adopt: true }) });
    const imported = run.operations.filter(({ op }) => op === "import").map(({ type }) => type);
    assert.deepEqual(imported.sort(), OF_THE_ACCOUNT);
    const others = run.operations
      .map(({ op }) => op)
      .filter((op) => !["import", "update", "create", "same"].includes(op));
    assert.deepEqual(others, []);
    await stack.expectNoChanges();
    assert.deepEqual([...bench.account.blobs.values()], [["chunk"]]);

    const [key = ""] = keysOf(accountId);
    assert.equal((run.outputs["account"] as Record<string, unknown>)["key"], key);
    assert.ok(!JSON.stringify(await stack.exportState()).includes(key));
    stack.program = program({ block: { accountId } });
    await stack.expectNoChanges();
  });

  it("goes with its objects when its data is given up", async () => {
    await stack.up({ program: program({ block: { accountId }, keepData: false }) });
    await stack.destroy();
    assert.deepEqual(left(), []);
    assert.equal(bench.account.resources(CONTAINER).length, 0);
    assert.equal(bench.account.blobs.size, 0);
  });
});
