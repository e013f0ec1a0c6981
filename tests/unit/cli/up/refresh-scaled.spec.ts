import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import type { ResourceRecord } from "../../../../cli/recover/state";
import { refreshScaled } from "../../../../cli/up/refresh-scaled";
import { record, stateOf } from "../destroy/state";

const POOL = "aws:eks/nodeGroup:NodeGroup";
const inCluster = (type: string, ignoreChanges: string[]): ResourceRecord =>
  record(type, "ml", { urn: `urn:pulumi:test::proj::mlplatform:index:MlCluster$${type}::ml`, ignoreChanges });

const pool = inCluster(POOL, ["scalingConfig.desiredSize"]);

/** A stack of these resources; its refresh fails where that is said. */
function fakeStack(resources: readonly ResourceRecord[], failure?: Error) {
  const refreshed: (readonly string[])[] = [];
  const run = () => Promise.resolve({ stdout: JSON.stringify(stateOf(...resources)) });
  const refresh = ({ target }: { target: string[] }) => {
    refreshed.push(target);
    return failure === undefined ? Promise.resolve() : Promise.reject(failure);
  };
  const workspace = { pulumiCommand: { run }, workDir: "/", envVars: {} };
  return { refreshed, stack: { name: "dev", workspace, refresh } as unknown as Stack };
}

describe("the number of nodes before an update", () => {
  const said: string[] = [];
  beforeEach(() => (said.length = 0));
  const look = ({ stack }: { stack: Stack }) => refreshScaled(stack, (line) => said.push(line));

  it("is looked at where an autoscaler decides it, and nothing else is", async () => {
    const fake = fakeStack([
      pool,
      inCluster("aws:eks/cluster:Cluster", ["accessConfig.bootstrapClusterCreatorAdminPermissions"]),
      inCluster(POOL, []),
      record(POOL, "mine", { ignoreChanges: ["scalingConfig.desiredSize"] }),
    ]);
    await look(fake);
    assert.deepEqual(fake.refreshed, [[pool.urn]]);
  });

  it("is not looked at where there is none", async () => {
    const fake = fakeStack([record("aws:ec2/vpc:Vpc", "vpc")]);
    await look(fake);
    assert.deepEqual(fake.refreshed, []);
  });

  it("is not known where the last run's credentials are too old, which the update may be there to renew", async () => {
    await look(fakeStack([pool], new Error("ExpiredToken")));
    assert.match(said.join("\n"), /^warning: cannot look at the number of nodes of NodeGroup ml: /);
  });

  it("waits for the stack's lock as the update does", async () => {
    const locked = Object.assign(new Error("locked"), { name: "ConcurrentUpdateError" });
    await assert.rejects(look(fakeStack([pool], locked)), locked);
    assert.deepEqual(said, []);
  });
});
