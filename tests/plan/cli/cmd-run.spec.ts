import assert from "node:assert/strict";
import path from "node:path";
import { planProgram } from "../../../cli/plan/plan-program";
import { programConfig } from "../../../cli/project/config";
import { resolveStack } from "../../../cli/project/project-stack";
import { runAsPulumiDoes, type Run } from "../../helpers/run-as-pulumi-does";

const root = path.resolve(__dirname, "../../..");
const STACK = "existing";

/** Starts the example stack, with some of its config replaced. */
function start(changes: Readonly<Record<string, string>> = {}, preview = true): Promise<Run> {
  const settings = Object.entries(changes);
  const { values, secretKeys } = programConfig(resolveStack({ cwd: root, stack: STACK, settings }));
  return runAsPulumiDoes({ dir: root, stack: STACK, config: values, secretKeys, preview });
}

const STACK_URN = "urn:pulumi:existing::mlplatform::pulumi:pulumi:Stack::mlplatform-existing";

describe("programs/index.ts, started as the Pulumi CLI starts it", () => {
  for (const preview of [true, false]) {
    it(`registers what the plan shows, in ${preview ? "a preview" : "an update"}`, async () => {
      const plan = await planProgram({ cwd: root, program: STACK, settings: [] });
      const { graph, log, output, exitCode } = await start({}, preview);

      assert.deepEqual({ log, output, exitCode }, { log: [], output: "", exitCode: 0 });
      const planned = plan.graph.resources.map(({ urn }) => urn);
      assert.deepEqual(graph.resources.map(({ urn }) => urn).sort(), planned.sort());
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
          '  - context: "elsewhere" is not in the kubeconfig; its contexts are example.',
        urn: undefined,
      },
    ]);
    assert.equal(output, "");
    assert.deepEqual(
      graph.resources.map(({ urn }) => urn),
      [STACK_URN],
    );
  });

  it("says which programs there are", async () => {
    const { log, exitCode } = await start({ program: "nowhere" });

    assert.equal(exitCode, 32);
    assert.match(log[0]?.message ?? "", /^There is no program "nowhere"; set the config value program to one of /);
  });
});
