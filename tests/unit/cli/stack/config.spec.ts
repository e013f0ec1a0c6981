import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConfigMap, Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { findProject, type Project } from "../../../../cli/project/project";
import type { Setting } from "../../../../cli/project/config";
import { secretSettings, setConfig } from "../../../../cli/stack/config";

const PROJECT =
  "name: ml\nruntime: nodejs\nconfig:\n  token: { type: string, secret: true }\n  pin: { secret: true }\n";

const STACK = `# Ours
encryptionsalt: v1:salt
config:
  ml:nodes: "2" # enough
  ml:password: { secure: v1:old }
  aws:region: us-east-1
`;

/** Encrypts as no one should, and keeps the arguments of each call. */
const PULUMI = `#!/bin/sh
echo "$*" >> "$PWD/calls"
[ "$1 $2 $3" = "config set --secret" ] || exit 2
[ ! -e "$PWD/broken" ] || { echo "error: cannot encrypt" >&2; exit 255; }
echo "  $5: { secure: 'encrypted $(cat)' }" >> "$PWD/Pulumi.dev.yaml"
`;

describe("the config of a stack", () => {
  let dir: string;
  let project: Project;
  const file = () => path.join(dir, "Pulumi.dev.yaml");
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), "mlplatform-config-"));
    writeFileSync(path.join(dir, "Pulumi.yaml"), PROJECT);
    writeFileSync(file(), STACK);
    writeFileSync(path.join(dir, "pulumi"), PULUMI, { mode: 0o755 });
    project = findProject(dir);
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const config = () => (parse(readFileSync(file(), "utf8")) as { config: Record<string, unknown> }).config;
  const calls = () => (readdirSync(dir).includes("calls") ? readFileSync(path.join(dir, "calls"), "utf8") : "");

  /** A stack of that project; plain values are set as the Automation API does. */
  const stack = (name = "dev"): Stack =>
    ({
      name,
      workspace: { workDir: dir, envVars: {}, pulumiCommand: { command: path.join(dir, "pulumi") } },
      setAllConfig: (more: ConfigMap) => {
        const content = parse(readFileSync(file(), "utf8")) as { config: object };
        const set = Object.fromEntries(Object.entries(more).map(([key, { value }]) => [key, value]));
        writeFileSync(file(), stringify({ ...content, config: { ...content.config, ...set } }));
        return Promise.resolve();
      },
    }) as unknown as Stack;

  const before = { "ml:nodes": "2", "ml:password": { secure: "v1:old" }, "aws:region": "us-east-1" };
  const encrypted = (value: string) => ({ secure: `encrypted ${value}` });
  const cases: [what: string, settings: Setting[], during: object][] = [
    ["with a key that the stack has", [["nodes", "3"]], { ...before, "ml:nodes": "3" }],
    ["with a key that the stack does not have", [["zones", "2"]], { ...before, "ml:zones": "2" }],
    ["with a key that the project declares as a secret", [["token", "t"]], { ...before, "ml:token": encrypted("t") }],
    ["with no keys", [], before],
  ];
  for (const [what, settings, during] of cases) {
    it(`${what} can be set, and the change can be undone without a trace`, async () => {
      const undo = await setConfig(stack(), project, settings);
      assert.deepEqual(config(), during);
      undo();
      assert.equal(readFileSync(file(), "utf8"), STACK);
    });
  }

  it("gets secrets through the standard input, not through arguments, and none when it is undone", async () => {
    const undo = await setConfig(stack(), project, [
      ["token", "hush-1"],
      ["pin", "hush-2"],
    ]);
    undo();
    assert.equal(
      calls(),
      "config set --secret --non-interactive ml:token --stack dev\n" +
        "config set --secret --non-interactive ml:pin --stack dev\n",
    );
  });

  it("is as before if setting it fails", async () => {
    writeFileSync(path.join(dir, "broken"), "");
    const settings: Setting[] = [
      ["nodes", "3"],
      ["token", "hush"],
    ];
    await assert.rejects(
      setConfig(stack(), project, settings),
      /^UserError: pulumi config set failed: error: cannot encrypt$/,
    );
    assert.equal(readFileSync(file(), "utf8"), STACK);
  });

  it("has no file again if it had none, except for the key of its secrets", async () => {
    rmSync(file());
    writeFileSync(
      path.join(dir, "pulumi"),
      PULUMI.replace('echo "  $5', 'echo "encryptionsalt: v1:new\nconfig:\n  $5'),
      {
        mode: 0o755,
      },
    );
    const undo = await setConfig(stack(), project, [["token", "hush"]]);
    undo();
    assert.equal(readFileSync(file(), "utf8"), "encryptionsalt: v1:new\n");
  });

  it("is in the file of the stack's own name, also if organization and project are named", async () => {
    const undo = await setConfig(stack("org/ml/dev"), project, [["nodes", "3"]]);
    assert.equal(config()["ml:nodes"], "3");
    undo();
    assert.equal(readFileSync(file(), "utf8"), STACK);
  });

  it("gives its secrets as settings with full keys", async () => {
    const all: ConfigMap = {
      "ml:password": { value: "hush", secret: true },
      "ml:nodes": { value: "2", secret: false },
    };
    const reading = { getAllConfig: () => Promise.resolve(all) };
    assert.deepEqual(await secretSettings(reading, project), [["ml:password", "hush"]]);
  });
});
