import assert from "node:assert/strict";
import { IngressLayer, InvalidArgs, MlCluster } from "../../../components";
import { type TestCluster, sharedCluster } from "../cluster";
import { kubernetesPlugin, type ProviderPlugin } from "../providers/plugin";
import { type EngineStack, RunFailed, engineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";

describe("a program with three valid components and an invalid one", () => {
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

  /** Its third component creates a namespace at once, were it allowed to. */
  const program = () => {
    const existing = { kubeconfigPath: cluster.kubeconfigPath, context: cluster.context };
    const [ml] = [new MlCluster("ml", { existing }), new MlCluster("spare", { existing })];
    const layer = { cluster: ml, istio: {}, mirror: "http://127.0.0.1:9", allowPublic: true };
    new IngressLayer("ingress", { ...layer, namespace: { name: "refusal" } }, { provider: ml.provider });
    new IngressLayer("second", { ...layer, replicas: 0 }, { provider: ml.provider });
    return Promise.resolve({});
  };

  const namespaces = () => cluster.kubectl("get", "namespaces", "-o", "name");

  it("creates nothing, because the program is planned first", async () => {
    stack = await engineStack({ program, providers: [provider], planFirst: true });
    await assert.rejects(stack.up(), (error) => {
      assert.ok(error instanceof InvalidArgs);
      assert.equal(
        error.message,
        'IngressLayer "second" has invalid arguments:\n  - replicas: 0 is not a whole number of at least 1.',
      );
      return true;
    });
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
    assert.ok(!(await namespaces()).includes("refusal"));
  });

  it("would create the first three if it were not planned first", async () => {
    stack = await engineStack({ program, providers: [provider] });
    await assert.rejects(stack.up(), (error) => error instanceof RunFailed && error.message.includes("replicas: 0"));
    const { resources = [] } = await stack.exportState();
    assert.ok(resources.some(({ urn }) => urn.endsWith("mlplatform:index:MlCluster::ml")));
  });
});
