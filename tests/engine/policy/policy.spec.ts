import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { packagedPolicy } from "../../plan/policy/served-pack";
import { kubernetesPlugin } from "../providers/plugin";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";

/**
 * How an engine without a language host for Node starts a policy pack: a program on the PATH that runs the SDK of the pack (sdk/v3 3.246,
 * plugin/analyzer_plugin.go, `NewPolicyAnalyzer`).
 */
const RUN_PACK = `#!/bin/sh
exec '${process.execPath}' "$(node -p "require.resolve('@pulumi/pulumi/cmd/run-policy-pack')")" "$@"
`;

describe("the policy pack in Pulumi's engine", () => {
  let folder: string;
  let pack: string;
  let stack: EngineStack;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "mlplatform-policy-"));
    pack = await packagedPolicy(join(folder, "package"));
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "pulumi-analyzer-policy-nodejs"), RUN_PACK);
    chmodSync(join(bin, "pulumi-analyzer-policy-nodejs"), 0o755);
    const path = [bin, join(process.execPath, ".."), process.env["PATH"] ?? ""].join(delimiter);
    stack = await engineStack({ program, providers: [kubernetesPlugin(await toolchain())], env: { PATH: path } });
  });
  after(async () => {
    // Where the stack was not made there is nothing to dispose.
    await (stack as EngineStack | undefined)?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A Service for everyone in a cluster that does not exist yet, so that a preview has no outputs of it. */
  const program = () => {
    const files = new kubernetes.Provider("files", { renderYamlToDirectory: join(folder, "yaml") });
    const created = new kubernetes.core.v1.Namespace("created", { metadata: { name: "created" } }, { provider: files });
    const provider = new kubernetes.Provider("cluster", { kubeconfig: created.id });
    const opts = { provider };
    new kubernetes.core.v1.Service("web", { metadata: { name: "web" }, spec: { type: "LoadBalancer" } }, opts);
    const containers = [{ name: "c", image: created.id.apply((id) => `${id}:1`) }];
    new kubernetes.core.v1.Pod("later", { metadata: { name: "later" }, spec: { containers } }, opts);
    return Promise.resolve({});
  };

  /** What the pack said, as the engine tells it, and whether the preview passed. */
  async function preview(config?: object): Promise<{ said: string[]; passed: boolean }> {
    const events: EngineEvent[] = [];
    const file = join(folder, "config.json");
    writeFileSync(file, JSON.stringify(config ?? {}));
    const onEvent = (event: EngineEvent) => void events.push(event);
    const options = { policyPacks: [pack], policyPackConfigs: [file], onEvent, color: "never" as const };
    const passed = await stack.automation.preview(options).then(
      () => true,
      () => false,
    );
    const said = events.flatMap(({ policyEvent }) => {
      if (policyEvent === undefined) return [];
      const { enforcementLevel, policyName, resourceUrn = "", message } = policyEvent;
      const text = message.replace(/<\{%.*?%\}>/g, "").trim();
      return [
        `${enforcementLevel} ${policyName} ${resourceUrn.split("::").at(-1) ?? ""}: ${text.split("\n").at(-1) ?? ""}`,
      ];
    });
    return { said: said.sort(), passed };
  }

  const LATER = "advisory pinned-images later: spec.containers[0].image is not known yet, so this is not checked.";

  it("ends a preview of a cluster that does not exist yet", async () => {
    assert.deepEqual(await preview(), {
      said: [
        LATER,
        "mandatory no-public-access web: LoadBalancer, public or internal by the cluster's default: write the ranges that may reach it, or make it internal. In a component of this package, allowPublic: true writes it out.",
      ],
      passed: false,
    });
  });

  it("lets what the configuration allows pass", async () => {
    assert.deepEqual(await preview({ "no-public-access": { allow: ["web"] } }), { said: [LATER], passed: true });
  });

  it("has a configuration that the engine checks", async () => {
    assert.deepEqual(await preview({ "no-public-access": { allow: "web" } }), { said: [], passed: false });
  });
});
