import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs, MlCluster } from "../../../components";
import { type EngineStack, RunFailed, engineStack } from "./engine-stack";

const MESSAGE =
  'MlCluster "ml" has invalid arguments:\n' +
  "  - existing.kubeconfig: is not a kubeconfig: it has no list of contexts. Give the text of a kubeconfig, or an object.";

describe("an input that turns out to be wrong while an inline program runs", () => {
  let stack: EngineStack | undefined;
  afterEach(async () => {
    await stack?.destroy();
    await stack?.dispose();
  });

  /** Another resource and the program's outputs wait for what is refused. */
  const program = () => {
    const text = pulumi.output(delay(50, "nonsense"));
    const cluster = new MlCluster("ml", { existing: { kubeconfig: text, context: "dev" } });
    new pulumi.ComponentResource("test:index:After", "after", {}, { dependsOn: cluster });
    return Promise.resolve({ ready: cluster.ready });
  };

  for (const command of ["up", "preview"] as const) {
    it(`ends ${command} with its text`, async () => {
      stack = await engineStack({ program, providers: [] });
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
      assert.ok(!resources.some(({ type }) => type === "pulumi:providers:kubernetes"));
    });
  }

  it("is refused before the engine is asked if the program is planned first", async () => {
    stack = await engineStack({ program, providers: [], planFirst: true });
    await assert.rejects(stack.up(), (error) => error instanceof InvalidArgs && error.message.endsWith(MESSAGE));
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
  });
});
