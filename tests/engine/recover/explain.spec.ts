import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as k8s from "@pulumi/kubernetes";
import { showLines } from "../../../cli/display/line-display";
import { platformUp, UpFailed } from "../../../cli/up/up";
import { sharedCluster, type TestCluster } from "../cluster";
import { toolchain, type Toolchain } from "../toolchain";
import { killableStack, type KillableStack } from "./killable-stack";

/** A kind whose objects get a status from whoever likes, as a model gets its own from its operator. */
const DEFINITION = {
  metadata: { name: "models.explain.test" },
  spec: {
    group: "explain.test",
    scope: "Namespaced",
    names: { plural: "models", singular: "model", kind: "Model" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};

describe("a resource that does not become live", () => {
  let tools: Toolchain;
  let cluster: TestCluster;
  let killable: KillableStack;

  const program = () => {
    const provider = new k8s.Provider("cluster", { kubeconfig: cluster.kubeconfig });
    const definition = new k8s.apiextensions.v1.CustomResourceDefinition("models", DEFINITION, { provider });
    const annotations = {
      "pulumi.com/waitFor": "jsonpath={.status.state}=Available",
      "pulumi.com/timeoutSeconds": "5",
    };
    new k8s.apiextensions.CustomResource(
      "iris",
      { apiVersion: "explain.test/v1", kind: "Model", metadata: { name: "iris", namespace: "default", annotations } },
      { provider, dependsOn: definition },
    );
    return Promise.resolve({});
  };

  before(async () => {
    tools = await toolchain();
    cluster = await sharedCluster();
    killable = await killableStack(program, tools);
  });

  after(async () => {
    await killable.dispose();
    // By hand: the garbage collector takes half a minute to learn of a new kind, and the provider waits for it.
    await cluster.kubectl("delete", "models.explain.test", "iris", "--cascade=orphan");
    await cluster.kubectl("delete", "crd", "models.explain.test");
  });

  it("is explained by its own status", async () => {
    const lines: string[] = [];
    const { stack } = killable;
    const up = platformUp({ stack, tools, show: showLines((line) => lines.push(line)) });
    const operator = giveStatus({ state: "Failed", description: "no server of that name" });

    await assert.rejects(up, (error: unknown) => {
      assert.ok(error instanceof UpFailed);
      assert.match(error.message, /failed to fully initialize or become live/);
      assert.match(error.message, /\* Model iris was successfully created, but /);
      assert.match(
        error.message,
        /\nModel iris is Failed: no server of that name\nFix this, .* it continues from here\.$/,
      );
      return true;
    });
    await operator;
    assert.equal(lines.at(-1), "  failed    Model iris");
  });

  async function giveStatus(status: object): Promise<void> {
    const patch = ["patch", "models.explain.test", "iris", "--subresource=status", "--type=merge"];
    for (let triesLeft = 300; ; triesLeft--) {
      try {
        await cluster.kubectl(...patch, "-p", JSON.stringify({ status }));
        return;
      } catch (error) {
        if (triesLeft === 0) throw error;
        await sleep(50);
      }
    }
  }
});
