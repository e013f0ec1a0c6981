import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, InvalidArgs, MlCluster } from "../../../components";
import { type TestCluster, sharedCluster } from "../cluster";
import { kubernetesPlugin, type ProviderPlugin } from "../providers/plugin";
import { type EngineStack, RunFailed, engineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";

const MESSAGE =
  'IngressLayer "ingress" has invalid arguments:\n' +
  '  - sourceRanges[1]: "0.0.0.0/0" allows the whole internet. Write a smaller block, or allowPublic: true.';

describe("a source range that turns out to be the whole internet while an inline program runs", () => {
  let cluster: TestCluster;
  let provider: ProviderPlugin;
  let stack: EngineStack | undefined;

  before(async () => {
    cluster = await sharedCluster();
    provider = kubernetesPlugin(await toolchain());
  });

  afterEach(async () => {
    await stack?.destroy();
    await stack?.dispose();
  });

  /** The program's outputs wait for the gateway. Nobody answers at the mirror, so no chart is installed in any case. */
  const program = () => {
    const existing = { kubeconfigPath: cluster.kubeconfigPath, context: cluster.context };
    const ml = new MlCluster("ml", { existing });
    const sourceRanges = ["203.0.113.0/24", pulumi.output(delay(50, "0.0.0.0/0"))];
    const namespace = { name: "late-ranges" };
    const args = { cluster: ml, istio: {}, mirror: "http://127.0.0.1:9", namespace, sourceRanges };
    const { url, ready } = new IngressLayer("ingress", args, { provider: ml.provider });
    return Promise.resolve({ url, ready });
  };

  for (const command of ["up", "preview"] as const) {
    it(`ends ${command} with its text`, async () => {
      stack = await engineStack({ program, providers: [provider] });
      await assert.rejects(stack[command](), (error) => {
        assert.ok(error instanceof RunFailed);
        const messages = error.run.diagnostics.map(({ message }) => message.trim());
        assert.ok(
          messages.some((message) => message.endsWith(MESSAGE)),
          messages.join("\n"),
        );
        return true;
      });
      const { resources = [] } = await stack.exportState();
      assert.ok(!resources.some(({ urn }) => urn.endsWith("::ingress-gateway")));
    });
  }

  it("creates nothing if the program is planned first", async () => {
    stack = await engineStack({ program, providers: [provider], planFirst: true });
    await assert.rejects(stack.up(), (error) => error instanceof InvalidArgs && error.message.endsWith(MESSAGE));
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
  });
});
