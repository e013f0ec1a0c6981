import assert from "node:assert/strict";
import type { ConfigMap } from "@pulumi/pulumi/automation";
import type { Project } from "../../../../cli/project/project";
import { configure } from "../../../../cli/up/configure";

const project = { name: "ml", config: [{ key: "ml:token", secret: true }] } as unknown as Project;

/** A stack with this config, which refuses what the CLI refuses: to set or remove nothing (pkg/v3 3.246, config.go). */
function fakeStack(config: ConfigMap) {
  const held = new Map(Object.entries(config));
  const refuseNone = (keys: readonly string[]) => {
    if (keys.length === 0) throw new Error("requires at least 1 arg(s), only received 0");
  };
  const stack = {
    getAllConfig: () => Promise.resolve(Object.fromEntries(held)),
    setAllConfig: (more: ConfigMap) => {
      refuseNone(Object.keys(more));
      for (const [key, value] of Object.entries(more)) held.set(key, value);
      return Promise.resolve();
    },
    removeAllConfig: (keys: string[]) => {
      refuseNone(keys);
      for (const key of keys) held.delete(key);
      return Promise.resolve();
    },
  };
  return { stack, held: () => Object.fromEntries(held) };
}

const plain = (value: string) => ({ value, secret: false });
const secret = (value: string) => ({ value, secret: true });

describe("config for an update", () => {
  const before: ConfigMap = { "ml:nodes": plain("2"), "ml:password": secret("hush"), "aws:region": plain("us-east-1") };
  const cases: [what: string, settings: [string, string][], during: ConfigMap][] = [
    ["of a key that is set", [["nodes", "3"]], { ...before, "ml:nodes": plain("3") }],
    ["of a key that is not", [["zones", "2"]], { ...before, "ml:zones": plain("2") }],
    [
      "of both, and of secrets, which stay secret",
      [
        ["ml:nodes", "3"],
        ["token", "t"],
        ["password", "p"],
      ],
      { ...before, "ml:nodes": plain("3"), "ml:token": secret("t"), "ml:password": secret("p") },
    ],
    ["of nothing", [], before],
  ];
  for (const [what, settings, during] of cases) {
    it(`${what} is set, and taken back`, async () => {
      const { stack, held } = fakeStack(before);
      const undo = await configure(stack, project, settings);
      assert.deepEqual(held(), during);
      await undo();
      assert.deepEqual(held(), before);
    });
  }
});
