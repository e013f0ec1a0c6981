import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PulumiCommand, type ProjectSettings } from "@pulumi/pulumi/automation";
import { createEnvironment, removeEnvironment, removeExpired } from "../../../programs/automation/branch-environments";
import { promoteCanary } from "../../../programs/automation/promote-canary";
import { serveContractCharts } from "../charts/contract-charts";
import { type TestCluster, startCluster } from "../cluster";
import { Endings } from "../endings";
import { startSeldonOperator } from "../operators/seldon-operator";
import { kubernetesPlugin } from "../providers/plugin";
import { existingSettings, repositoryConfig, repositoryProgram } from "../programs/run-program";
import { skipAfterFailure } from "../skip-after-failure";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";

describe("the scripts of programs/automation on the real engine", () => {
  skipAfterFailure(); // each starts from what the one before left
  const endings = new Endings();
  let cluster: TestCluster;
  let stack: EngineStack;
  /** Where the stacks of branches are: beside that of the platform. */
  let place: object;
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);

  before(async () => {
    cluster = await endings.of(startCluster());
    const tools = await toolchain();
    const charts = await endings.of(serveContractCharts());
    await endings.of(startSeldonOperator(cluster));
    const providers = [kubernetesPlugin(tools)];
    stack = await endings.of(
      engineStack({
        project: "mlplatform",
        program: repositoryProgram,
        providers,
        config: repositoryConfig(existingSettings(cluster, { mirror: charts.url })),
      }),
    );
    const { envVars, pulumiHome } = stack.automation.workspace;
    const projectSettings = { name: "mlplatform-branches", runtime: "nodejs", plugins: { providers } };
    place = {
      pulumiCommand: await PulumiCommand.get({ root: tools.pulumiRoot }),
      pulumiHome,
      envVars,
      projectSettings: projectSettings as ProjectSettings,
    };
    await stack.up();
  });

  after(() => endings.end());

  const read = async <T>(...of: string[]): Promise<T> =>
    JSON.parse(await cluster.kubectl("get", ...of, "-o", "json")) as T;
  const branches = async (): Promise<string[]> =>
    (await cluster.kubectl("get", "namespaces", "-o", "name")).split("\n").filter((name) => name.includes("/branch-"));

  describe("for branches", () => {
    const request = (branch: string, hours: number) => ({
      platform: "organization/mlplatform/test",
      branch,
      modelUri: `gs://bucket/${branch}`,
      hours,
    });

    it("give a branch a model of its own on the platform", async () => {
      const { url } = (await stack.automation.outputs()) as Record<string, { value: string }>;
      assert.equal(
        await createEnvironment(request("fix/42", 8), print, place),
        `${String(url?.value)}/seldon/branch-fix-42/iris/api/v1.0/predictions`,
      );
      const model = await read<Model>("sdep/iris", "-n", "branch-fix-42");
      assert.equal(model.status.state, "Available");
      assert.equal(model.spec.predictors[0]?.graph.modelUri, "gs://bucket/fix/42");
    });

    it("remove what has expired, and nothing else", async () => {
      await createEnvironment(request("old", 1), print, place);
      assert.deepEqual(await removeExpired(print, place), []);
      const inTwoHours = new Date(Date.now() + 2 * 3_600_000);
      assert.deepEqual(await removeExpired(print, place, inTwoHours), ["branch-old"]);
      assert.deepEqual(await branches(), ["namespace/branch-fix-42"]);
    });

    it("remove the environment of one branch", async () => {
      await removeEnvironment("fix/42", print, place);
      assert.deepEqual(await branches(), []);
      assert.equal(lines.at(-1), "branch-fix-42 is removed.");
    });
  });

  describe("for canaries", () => {
    const traffic = async (): Promise<unknown> =>
      (await read<Model>("sdep/iris", "-n", "models")).spec.predictors.map(({ name, traffic }) => [name, traffic]);

    /** A Prometheus that has measured as many requests of each predictor, and this share of errors of the canary. */
    async function promotion(errorsOfCanary: (requests: number) => number, steps: number[]): Promise<boolean> {
      let asked = 0;
      const server = createServer((incoming, response) => {
        let body = "";
        incoming.on("data", (part) => (body += String(part)));
        incoming.on("end", () => {
          const query = new URLSearchParams(body).get("query") ?? "";
          const isErrors = query.includes("5..");
          if (isErrors && query.includes('"canary"')) asked++;
          const value = query.startsWith("vector")
            ? 1
            : query.startsWith("histogram")
              ? 0.1
              : !isErrors
                ? 1000
                : query.includes('"canary"')
                  ? errorsOfCanary(asked)
                  : 10;
          response.end(JSON.stringify({ status: "success", data: { result: [{ value: [1, String(value)] }] } }));
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
      const limits = { errorIncrease: 0.01, latencyFactor: 1.5, minRequests: 100 };
      try {
        return await promoteCanary(stack.automation, { url, steps, windowSeconds: 0.01, limits }, print);
      } finally {
        server.close();
      }
    }

    it("take the traffic back when errors rise", async () => {
      assert.equal(await promotion((step) => (step === 1 ? 10 : 300), [5, 50, 100]), false);
      assert.ok(lines.includes("The canary gets 50 % of the traffic."));
      assert.match(
        lines.find((line) => line.startsWith("Rolling back")) ?? "",
        /to 0 %: 30\.0 % of its answers are errors/,
      );
      assert.deepEqual(await traffic(), [
        ["main", 100],
        ["canary", 0],
      ]);
    });

    it("give a canary that is as good all of it", async () => {
      assert.equal(await promotion(() => 10, [50, 100]), true);
      assert.deepEqual(await traffic(), [
        ["main", 0],
        ["canary", 100],
      ]);
    });
  });
});

interface Model {
  readonly spec: {
    readonly predictors: readonly {
      readonly name: string;
      readonly traffic?: number;
      readonly graph: { readonly modelUri: string };
    }[];
  };
  readonly status: { readonly state: string };
}
