import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import { askProvider } from "../../../../cli/recover/ask-provider";
import type { ResourceRecord } from "../../../../cli/recover/state";
import { UserError } from "../../../../cli/user-error";
import { record } from "../destroy/state";

const CLUSTER = "aws:eks/cluster:Cluster";
const asked = record(CLUSTER, "ml");
const standing = (status?: string): ResourceRecord => ({
  ...record(CLUSTER, "ml", { id: "ml-x7k2p9" }),
  outputs: status === undefined ? {} : { status },
});

/** A stack that holds these resources, one state after each refresh; the last stays. */
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

describe("what a provider tells of creations that were cut off", () => {
  const said: string[] = [];
  beforeEach(() => (said.length = 0));
  const ask = ({ stack }: { stack: Stack }, limitSeconds = 60) =>
    askProvider(stack, [asked], (line) => said.push(line), { everySeconds: 0.01, limitSeconds });

  it("is that nothing was made, where a refresh has lost it", async () => {
    assert.deepEqual(await ask(fakeStack([])), [
      {
        kind: "cleared",
        urn: asked.urn,
        text: "forgot the creation of Cluster ml that was cut off: it was not created",
      },
    ]);
  });

  for (const status of [undefined, "ACTIVE"]) {
    it(`is that it was made, where it says ${status ?? "nothing"} of its state`, async () => {
      assert.deepEqual(await ask(fakeStack([standing(status)])), [
        { kind: "adopted", urn: asked.urn, text: "adopted Cluster ml: it was created, and the state did not know" },
      ]);
      assert.deepEqual(said, []);
    });
  }

  it("is waited for while it is being made, and said once", async () => {
    const fake = fakeStack([standing("CREATING")], [standing("CREATING")], [standing("ACTIVE")]);
    assert.deepEqual(
      (await ask(fake)).map(({ kind }) => kind),
      ["adopted"],
    );
    assert.deepEqual(fake.refreshed, [[asked.urn], [asked.urn]]);
    assert.deepEqual(said, ["Waiting up to 60 s for Cluster ml, still being created"]);
  });

  const failures: [what: string, status: string, limitSeconds: number, message: RegExp][] = [
    ["is refused where it failed", "CREATE_FAILED", 60, /\n {2}Cluster ml, ml-x7k2p9: CREATE_FAILED\nDelete them at/],
    [
      "is refused where it takes too long",
      "CREATING",
      0.05,
      /^Cluster ml: still being created after 0\.05 s\. Run again/,
    ],
  ];
  for (const [what, status, limitSeconds, message] of failures) {
    it(what, async () => {
      await assert.rejects(ask(fakeStack([standing(status)]), limitSeconds), (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, message);
        return true;
      });
    });
  }
});
