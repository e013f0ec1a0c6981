import assert from "node:assert/strict";
import path from "node:path";
import { findProject } from "../../../cli/project/project";
import { programConfig } from "../../../cli/project/config";
import { readStackConfig } from "../../../cli/project/stack-config";
import { runAsPulumiDoes, type Run } from "../../helpers/run-as-pulumi-does";

const root = path.resolve(__dirname, "../../..");
const STACK = "existing";

/** Starts the example stack, with some of its config replaced. */
function start(changes: Readonly<Record<string, string>> = {}, preview = true): Promise<Run> {
  const project = findProject(root);
  const settings = Object.entries(changes);
  const { values, secretKeys } = programConfig(project, STACK, readStackConfig(project, STACK), settings);
  return runAsPulumiDoes({ dir: root, stack: STACK, config: values, secretKeys, preview });
}

const URNS = [
  "pulumi:pulumi:Stack::mlplatform-existing",
  "mlplatform:index:MlCluster::ml",
  "mlplatform:index:MlCluster$pulumi:providers:kubernetes::ml",
  "mlplatform:index:IngressLayer::ingress",
  "mlplatform:index:IngressLayer$kubernetes:core/v1:Namespace::ingress-namespace",
  "mlplatform:index:IngressLayer$kubernetes:core/v1:Service::ingress-service",
  "mlplatform:index:IngressLayer$kubernetes:helm.sh/v3:Release::ingress-gateway",
  "mlplatform:index:IngressLayer$kubernetes:helm.sh/v3:Release::ingress-istio-base",
  "mlplatform:index:IngressLayer$kubernetes:helm.sh/v3:Release::ingress-istiod",
  "mlplatform:index:IngressLayer$kubernetes:networking.istio.io/v1:Gateway::ingress-seldon-gateway",
  "mlplatform:index:IngressLayer$kubernetes:networking.k8s.io/v1:IngressClass::ingress-class",
].map((rest) => `urn:pulumi:existing::mlplatform::${rest}`);

describe("programs/index.ts, started as the Pulumi CLI starts it", function () {
  this.timeout(120_000);

  for (const preview of [true, false]) {
    it(`registers the program existing in ${preview ? "a preview" : "an update"}`, async () => {
      const { graph, log, output, exitCode } = await start({}, preview);

      assert.deepEqual({ log, output, exitCode }, { log: [], output: "", exitCode: 0 });
      assert.deepEqual(graph.resources.map(({ urn }) => urn).sort(), [...URNS].sort());
      assert.deepEqual(graph.resources[0]?.outputs?.secrets, ["kubeconfig"]);
    });
  }

  it("fails on bad input with the InvalidArgs text alone, and registers nothing", async () => {
    const { graph, log, output, exitCode } = await start({ context: "elsewhere" });

    // 32: the error was logged already (@pulumi/pulumi 3.248, cmd/run/index.js); the CLI itself then exits with 255.
    assert.equal(exitCode, 32);
    assert.deepEqual(log, [
      {
        severity: "error",
        message:
          'MlCluster "ml" has invalid arguments:\n' +
          '  - existing.context: "elsewhere" is not in the kubeconfig; its contexts are example.',
        urn: undefined,
      },
    ]);
    assert.equal(output, "");
    assert.deepEqual(
      graph.resources.map(({ urn }) => urn),
      URNS.slice(0, 1),
    );
  });

  it("says which programs there are", async () => {
    const { log, exitCode } = await start({ program: "nowhere" });

    assert.equal(exitCode, 32);
    assert.match(log[0]?.message ?? "", /^There is no program "nowhere"; set the config value program to one of /);
  });
});
