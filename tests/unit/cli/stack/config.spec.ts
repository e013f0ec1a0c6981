import assert from "node:assert/strict";
import type { ConfigMap } from "@pulumi/pulumi/automation";
import type { Project } from "../../../../cli/project/project";
import { secretSettings, setConfig } from "../../../../cli/stack/config";

const project = { name: "ml", config: [{ key: "ml:token", secret: true }] } as unknown as Project;

/** A stack with this config. Like the Pulumi CLI, it refuses to set or remove nothing (pkg/v3 3.246, config.go). */
function fakeStack(config: ConfigMap) {
  const current = new Map(Object.entries(config));
  const refuseNone = (keys: readonly string[]) => {
    if (keys.length === 0) throw new Error("requires at least 1 arg(s), only received 0");
  };
  const stack = {
    getAllConfig: () => Promise.resolve(Object.fromEntries(current)),
    setAllConfig: (more: ConfigMap) => {
      refuseNone(Object.keys(more));
      for (const [key, value] of Object.entries(more)) current.set(key, value);
      return Promise.resolve();
    },
    removeAllConfig: (keys: string[]) => {
      refuseNone(keys);
      for (const key of keys) current.delete(key);
      return Promise.resolve();
    },
  };
  return { stack, config: () => Object.fromEntries(current) };
}

const plain = (value: string) => ({ value, secret: false });
const secret = (value: string) => ({ value, secret: true });

describe("the config of a stack", () => {
  const before: ConfigMap = { "ml:nodes": plain("2"), "ml:password": secret("hush"), "aws:region": plain("us-east-1") };
  const cases: [what: string, settings: [string, string][], during: ConfigMap][] = [
    ["with a key that the stack has", [["nodes", "3"]], { ...before, "ml:nodes": plain("3") }],
    ["with a key that the stack does not have", [["zones", "2"]], { ...before, "ml:zones": plain("2") }],
    [
      "with both, and with secrets, which stay secret",
      [
        ["ml:nodes", "3"],
        ["token", "t"],
        ["password", "p"],
      ],
      { ...before, "ml:nodes": plain("3"), "ml:token": secret("t"), "ml:password": secret("p") },
    ],
    ["with no keys", [], before],
  ];
  for (const [what, settings, during] of cases) {
    it(`${what} can be set, and the change can be undone`, async () => {
      const { stack, config: current } = fakeStack(before);
      const undo = await setConfig(stack, project, settings);
      assert.deepEqual(current(), during);
      await undo();
      assert.deepEqual(current(), before);
    });
  }

  it("gives its secrets as settings with full keys", async () => {
    assert.deepEqual(await secretSettings(fakeStack(before).stack, project), [["ml:password", "hush"]]);
  });
});
