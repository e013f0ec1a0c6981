import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import { awaitCreated, importId, recoverCloudResource } from "../../../../cli/recover/cloud-resources";
import type { ResourceRecord, StateValues } from "../../../../cli/stack/state";
import { UserError } from "../../../../cli/user-error";
import { record, stateOf } from "../stack/state";

const CLUSTER = "aws:eks/cluster:Cluster";
const pending = record(CLUSTER, "ml");
const existing = (status?: string): ResourceRecord => ({
  ...record(CLUSTER, "ml", { id: "ml-x7k2p9" }),
  outputs: status === undefined ? {} : { status },
});

/** A stack with these resources: the next state after each refresh, and the last one from then on. */
function fakeStack(...states: (readonly ResourceRecord[])[]) {
  const refreshed: (readonly string[])[] = [];
  const workspace = {
    pulumiCommand: {
      run: () =>
        Promise.resolve({ stdout: JSON.stringify({ version: 3, deployment: { resources: states[0] ?? [] } }) }),
    },
    workDir: "/",
    envVars: {},
  };
  const refresh = ({ target }: { target: string[] }) => {
    refreshed.push(target);
    if (states.length > 1) states.shift();
    return Promise.resolve();
  };
  return { refreshed, stack: { name: "dev", workspace, refresh } as unknown as Stack };
}

describe("a cloud resource whose creation was interrupted", () => {
  const lines: string[] = [];
  beforeEach(() => (lines.length = 0));
  const ask = ({ stack }: { stack: Stack }, limitSeconds = 60) =>
    awaitCreated(stack, [pending], (line) => lines.push(line), { everySeconds: 0.01, limitSeconds });

  it("does not exist if a refresh removed it from the state", async () => {
    assert.deepEqual(await ask(fakeStack([])), [
      {
        kind: "cleared",
        urn: pending.urn,
        text: "cleared the pending creation of Cluster ml: it was not created",
      },
    ]);
  });

  for (const status of [undefined, "ACTIVE"]) {
    it(`is adopted if its status is ${status ?? "absent"}`, async () => {
      assert.deepEqual(await ask(fakeStack([existing(status)])), [
        { kind: "adopted", urn: pending.urn, text: "adopted Cluster ml: it was created, but was not in the state" },
      ]);
      assert.deepEqual(lines, []);
    });
  }

  it("is waited for while it is being created, and the wait is printed once", async () => {
    const fake = fakeStack([existing("CREATING")], [existing("CREATING")], [existing("ACTIVE")]);
    assert.deepEqual(
      (await ask(fake)).map(({ kind }) => kind),
      ["adopted"],
    );
    assert.deepEqual(fake.refreshed, [[pending.urn], [pending.urn]]);
    assert.deepEqual(lines, ["Waiting up to 60 s for Cluster ml, still being created"]);
  });

  const failures: [what: string, status: string, limitSeconds: number, message: RegExp][] = [
    [
      "is refused if its creation failed",
      "CREATE_FAILED",
      60,
      /\n {2}Cluster ml, ml-x7k2p9: CREATE_FAILED\nDelete them at/,
    ],
    [
      "is refused if its deletion failed",
      "DELETE_FAILED",
      60,
      /\n {2}Cluster ml, ml-x7k2p9: DELETE_FAILED\nDelete them at/,
    ],
    ["is refused if it takes too long", "CREATING", 0.05, /^Cluster ml: still being created after 0\.05 s\. Run again/],
  ];
  for (const [what, status, limitSeconds, message] of failures) {
    it(what, async () => {
      await assert.rejects(ask(fakeStack([existing(status)]), limitSeconds), (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, message);
        return true;
      });
    });
  }
});

const within = "mlplatform:index:MlCluster$";
const idOf = (type: string, inputs: StateValues, parent = within) =>
  importId({ urn: `urn:pulumi:dev::p::${parent}${type}::x`, type, custom: true, inputs }, stateOf());

describe("a command whose run was interrupted", () => {
  const TYPE = "command:local:Command";
  const inCluster = (name: string): ResourceRecord => ({
    ...record(TYPE, name),
    urn: `urn:pulumi:dev::proj::mlplatform:index:MlCluster$${TYPE}::${name}`,
    parent: "urn:pulumi:dev::proj::mlplatform:index:MlCluster::ml",
  });

  it("is run again if it is part of an MlCluster, because it looks for what it left", () => {
    assert.deepEqual(recoverCloudResource(inCluster("ml"), stateOf()), {});
  });

  it("is not run again if it is one of the program, which may do anything", () => {
    assert.throws(() => recoverCloudResource(record(TYPE, "other"), stateOf()), UserError);
  });
});

describe("a resource whose status has another name", () => {
  it("is waited for too", async () => {
    const type = "azure-native:containerservice:AgentPool";
    const pool = (state: string) => ({
      ...record(type, "ml", { id: "/pools/ml" }),
      outputs: { provisioningState: state },
    });
    const fake = fakeStack([pool("Creating")], [pool("Succeeded")]);
    const wait = { everySeconds: 0.01, limitSeconds: 60 };
    assert.equal((await awaitCreated(fake.stack, [record(type, "ml")], () => undefined, wait))[0]?.kind, "adopted");
    assert.equal(fake.refreshed.length, 1);
    await assert.rejects(
      awaitCreated(fakeStack([pool("Failed")]).stack, [record(type, "ml")], () => undefined, wait),
      /AgentPool ml, \/pools\/ml: Failed/,
    );
  });
});

describe("the import id of a cloud resource", () => {
  const cases: [type: string, inputs: StateValues, id: string][] = [
    ["aws:cloudwatch/logGroup:LogGroup", { name: "/aws/eks/ml-x7k2p9/cluster" }, "/aws/eks/ml-x7k2p9/cluster"],
    ["aws:eks/addon:Addon", { clusterName: "ml-x7k2p9", addonName: "coredns" }, "ml-x7k2p9:coredns"],
    ["aws:eks/cluster:Cluster", { name: "ml-x7k2p9" }, "ml-x7k2p9"],
    [
      "aws:eks/nodeGroup:NodeGroup",
      { clusterName: "ml-x7k2p9", nodeGroupName: "ml-general-0" },
      "ml-x7k2p9:ml-general-0",
    ],
    ["aws:iam/role:Role", { name: "ml-node-1234567" }, "ml-node-1234567"],
    [
      "gcp:container/nodePool:NodePool",
      { project: "ml-prod-123456", location: "us-central1", cluster: "ml-x7k2p9", name: "general" },
      "projects/ml-prod-123456/locations/us-central1/clusters/ml-x7k2p9/nodePools/general",
    ],
  ];
  for (const [type, inputs, id] of cases) {
    it(`is made from the inputs of ${type}`, () => {
      assert.equal(idOf(type, inputs), id);
    });
  }

  it("is not known if the cloud chooses it, or if an input is not known", () => {
    assert.equal(idOf("aws:ec2/natGateway:NatGateway", { subnetId: "subnet-1" }), undefined);
    assert.equal(idOf("aws:eks/addon:Addon", { clusterName: "ml-x7k2p9", addonName: "" }), undefined);
    assert.equal(idOf("aws:eks/cluster:Cluster", { name: { secret: true } }), undefined);
  });

  it("is not made from a name that the program chose, because something else may have that name", () => {
    assert.equal(idOf("aws:iam/role:Role", { name: "deployer" }, ""), undefined);
  });

  describe("that contains the id of another resource", () => {
    const GROUP = record("azure-native:resources:ResourceGroup", "ml", { id: "/subscriptions/1/resourceGroups/ml" });
    const CLUSTER = record("azure-native:containerservice:ManagedCluster", "ml", { id: "/clusters/ml" });
    const type = "azure-native:containerservice:AgentPool";
    const pool = (behind: readonly string[] | undefined) => ({
      ...record(type, "ml-general", { inputs: { resourceName: "ml-x7k2p9", agentPoolName: "general" } }),
      urn: `urn:pulumi:test::proj::${within}${type}::ml-general`,
      ...(behind && { propertyDependencies: { resourceName: behind } }),
    });

    it("is made from it", () => {
      assert.equal(importId(pool([CLUSTER.urn]), stateOf(GROUP, CLUSTER)), "/clusters/ml/agentPools/general");
    });

    it("is not known if the input is a plain value, comes from several resources, or from one without an id", () => {
      for (const behind of [undefined, [], [GROUP.urn, CLUSTER.urn]]) {
        assert.equal(importId(pool(behind), stateOf(GROUP, CLUSTER)), undefined);
      }
      assert.equal(importId(pool([CLUSTER.urn]), stateOf({ ...CLUSTER, id: undefined })), undefined);
      assert.equal(importId(pool([CLUSTER.urn]), stateOf({ ...CLUSTER, delete: true })), undefined);
    });
  });
});
