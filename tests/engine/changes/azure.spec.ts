import assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { AzureLogin, MlCluster, type MlClusterArgs } from "../../../components";
import { ProgramBench } from "../programs/program-bench";
import { startCloud } from "../providers/azure/start-cloud";
import { textAt } from "../providers/cloud/values";

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";
const ASSIGNMENT = "azure-native:authorization:RoleAssignment";
const GENERAL = { min: 2, max: 6 };

describe("a cluster on a stand-in of Azure, when its arguments change", () => {
  const bench = new ProgramBench(startCloud, {}, { models: false });

  /** A program of the cluster alone. */
  const platform =
    (changed: Partial<MlClusterArgs> = {}): PulumiFn =>
    () => {
      new MlCluster("ml", {
        azure: { location: "centralus" },
        kubernetesVersion: "1.35",
        nodePools: { general: GENERAL },
        apiAccess: { cidrs: ["203.0.113.0/24"] },
        ...changed,
      });
      return Promise.resolve({});
    };
  const pools = () =>
    Object.fromEntries(
      bench.account.resources(POOL).map(({ inputs, outputs }) => [textAt(outputs, "name"), { ...inputs, ...outputs }]),
    );
  const cluster = () => {
    const [found] = bench.account.resources(CLUSTER);
    assert.ok(found);
    return found;
  };
  const sizes = () => Object.values(pools()).map((one) => one["count"]);

  before(() => bench.stack.up({ program: platform() }));

  it("leaves the number of nodes to the autoscaler, which is no reason to write the cluster", async () => {
    const [, general] = bench.account.resources(POOL);
    assert.ok(general);
    await bench.cloud.scale(general, 3);
    const written = cluster().outputs["eTag"];
    await bench.platformUp(platform());
    assert.equal(cluster().outputs["eTag"], written);
    assert.equal(pools()["general"]?.["maxCount"], 6);
    assert.deepEqual(sizes(), [2, 3]);
  });

  it("changes no other pool when a pool is added or replaced", async () => {
    const gpu = { instanceType: "Standard_NC4as_T4_v3", gpu: { type: "nvidia-t4" }, max: 2 };
    const { mirror } = bench.setting;
    const withGpus = (changed: object) =>
      platform({ nodePools: { general: GENERAL, gpu: { ...gpu, ...changed } }, mirror });
    assert.deepEqual(await bench.changesOf(withGpus({})), {
      [`${POOL}::ml-gpu`]: ["create"],
      "kubernetes:helm.sh/v3:Release::ml-device-plugin": ["create"],
    });
    assert.deepEqual(await bench.changesOf(withGpus({ diskSizeGb: 256 })), {
      [`${POOL}::ml-gpu`]: ["delete-replaced", "replace", "create-replacement"],
    });
  });

  it("replaces nothing when the login and the administrators change and a pool is removed", async () => {
    const ops = "55555555-5555-4555-8555-555555555555";
    bench.account.directory.set(ops, { type: "Group", createdAt: 0 });
    const login = { admins: [`group:${ops}`], azure: { location: "centralus", login: AzureLogin.ServicePrincipal } };
    assert.deepEqual(await bench.changesOf(platform(login)), {
      [`${ASSIGNMENT}::ml-admin-${ops}`]: ["create"],
      [`${ASSIGNMENT}::ml-admin-${ops}-login`]: ["create"],
      [`${POOL}::ml-gpu`]: ["delete"],
      "kubernetes:helm.sh/v3:Release::ml-device-plugin": ["delete"],
      "pulumi:providers:kubernetes::ml-internal": ["update"],
      "pulumi:providers:kubernetes::ml": ["update"],
    });
    assert.equal(bench.account.logins.at(-1)?.login, "spn");
  });

  it("updates the control plane to a new version before the nodes, and is no longer protected", async () => {
    const changed = { kubernetesVersion: "1.36", deletionProtection: false };
    const { operations } = await bench.stack.up({ program: platform(changed) });
    const ended = (type: string) => operations.filter((one) => one.type === type && one.op === "update");
    const [control, ...more] = ended(CLUSTER);
    assert.ok(control && more.length === 0);
    const [pool, ...others] = ended(POOL);
    assert.ok(pool && others.length === 0);
    assert.ok(control.ended < pool.began);
    const versions = Object.values(pools()).map((one) => one["currentOrchestratorVersion"]);
    assert.deepEqual(versions, ["1.36.1", "1.36.1"]);
    assert.deepEqual(sizes(), [2, 3]);
  });
});
