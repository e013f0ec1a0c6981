import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import type { ResourceRecord, State } from "../../../../cli/stack/state";
import { refreshAutoscaled } from "../../../../cli/up/refresh-autoscaled";
import { record, stateOf } from "../stack/state";

const POOL = "aws:eks/nodeGroup:NodeGroup";
const inCluster = (type: string, ignoreChanges: string[]): ResourceRecord =>
  record(type, "ml", { urn: `urn:pulumi:test::proj::mlplatform:index:MlCluster$${type}::ml`, ignoreChanges });

const pool = inCluster(POOL, ["scalingConfig.desiredSize"]);

/** A stack with these resources, whose refresh fails if a failure is given. */
function fakeStack(resources: readonly ResourceRecord[], failure?: Error) {
  const refreshed: (readonly string[])[] = [];
  const refresh = ({ target }: { target: string[] }) => {
    refreshed.push(target);
    return failure === undefined ? Promise.resolve() : Promise.reject(failure);
  };
  return { refreshed, state: stateOf(...resources), stack: { name: "dev", refresh } as unknown as Stack };
}

describe("the number of nodes before an update", () => {
  const lines: string[] = [];
  beforeEach(() => (lines.length = 0));
  const refresh = ({ stack, state }: { stack: Stack; state: State }) =>
    refreshAutoscaled(stack, state, (line) => lines.push(line));

  it("is refreshed for the node pools of an MlCluster that have an autoscaler, and nothing else is", async () => {
    const fake = fakeStack([
      pool,
      inCluster("aws:eks/cluster:Cluster", ["accessConfig.bootstrapClusterCreatorAdminPermissions"]),
      inCluster(POOL, []),
      record(POOL, "mine", { ignoreChanges: ["scalingConfig.desiredSize"] }),
    ]);
    await refresh(fake);
    assert.deepEqual(fake.refreshed, [[pool.urn]]);
  });

  it("is not refreshed if no node pool has an autoscaler", async () => {
    const fake = fakeStack([record("aws:ec2/vpc:Vpc", "vpc")]);
    await refresh(fake);
    assert.deepEqual(fake.refreshed, []);
  });

  it("is not refreshed if the credentials of the last run have expired, and a warning is printed", async () => {
    await refresh(fakeStack([pool], new Error("ExpiredToken")));
    assert.match(lines.join("\n"), /^warning: cannot read the number of nodes of NodeGroup ml: /);
  });

  it("is not refreshed while the stack is locked, and the error is passed on", async () => {
    const locked = Object.assign(new Error("locked"), { name: "ConcurrentUpdateError" });
    await assert.rejects(refresh(fakeStack([pool], locked)), locked);
    assert.deepEqual(lines, []);
  });
});
