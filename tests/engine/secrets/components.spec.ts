import type { Stack } from "@pulumi/pulumi/automation";
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { outputsEvent } from "../../../cli/display/outputs";
import type { Display } from "../../../cli/display/run-event";
import { platformRefresh } from "../../../cli/refresh/refresh";
import { previewUpdate } from "../../../cli/up/preview";
import { platformUp } from "../../../cli/up/up";
import { verifyStack } from "../../../cli/verify/verify";
import { recordProgram } from "../../../recorder";
import { serveContractCharts } from "../charts/contract-charts";
import { startCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { startSeldonOperator } from "../operators/seldon-operator";
import { credentialsIn, repositoryConfig } from "../programs/run-program";
import { commandPlugin } from "../providers/command/launcher";
import { kubernetesPlugin } from "../providers/plugin";
import { startRandom } from "../providers/random/provider";
import { skipAfterFailure } from "../skip-after-failure";
import { decrypted } from "../stack/decrypt";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain, type Toolchain } from "../toolchain";
import { hiding } from "./hiding";
import { CONFIG, CONFIG_SECRETS, SECRETS, markedPlatform } from "./marked-platform";
import { Places } from "./places";
import { Search } from "./search";

/**
 * Variables that hold a secret on purpose: Pulumi's `command.local.Command` documents its `environment` as the way of settings to a
 * command. Other users of the machine cannot read it.
 */
const VARIABLES = ["MLPLATFORM_RANCHER_KUBECONFIG", "TOKEN"];

describe("secrets in every secret input, on the real engine", () => {
  skipAfterFailure(); // each starts from what the one before left
  const endings = new Endings();
  const root = endings.folder("mlplatform-secrets-");
  const temporary = path.join(root, "tmp");
  const failure = path.join(root, "failure");
  let tools: Toolchain;
  let cluster: TestCluster;
  let mirror: string;
  let stack: EngineStack;
  let places: Places;
  let search: Search;

  before(async () => {
    cluster = await endings.of(startCluster());
    tools = await toolchain();
    mirror = (await endings.of(serveContractCharts())).url;
    await endings.of(startSeldonOperator(cluster));
    const random = await endings.of(startRandom());
    const credentials = credentialsIn(cluster.kubeconfigPath);
    assert.notEqual(credentials.length, 0);
    search = new Search({ ...SECRETS, ...Object.fromEntries(Object.entries(credentials)) });

    mkdirSync(temporary);
    endings.environment({ TMPDIR: temporary });
    stack = await endings.of(
      engineStack({
        project: "mlplatform",
        program: program(1),
        providers: [kubernetesPlugin(tools), random.plugin, commandPlugin()],
        config: { ...repositoryConfig({ program: "existing", mirror }), ...inProject(CONFIG, (value) => value) },
        env: { ...random.env, TMPDIR: temporary, PATH: `${path.dirname(tools.kubectl)}:${process.env["PATH"] ?? ""}` },
      }),
    );
    await stack.setConfig(inProject(CONFIG_SECRETS, (value) => ({ value, secret: true })));
    // The Automation API gives the values to `pulumi config set-all` as arguments. From here on, only the product starts processes.
    places = await endings.of(new Places(search, temporary, path.join(root, "kept"), VARIABLES));
  });

  after(() => endings.end());

  const program = (number: 1 | 2) => markedPlatform({ number, cluster, mirror, failure });
  const inProject = <T>(config: Readonly<Record<string, string>>, of: (value: string) => T) =>
    Object.fromEntries(Object.entries(config).map(([key, value]) => [`mlplatform:${key}`, of(value)]));

  async function up(stack: Stack, show: Display["show"], number: 1 | 2): Promise<void> {
    stack.workspace.program = program(number);
    const all = Object.entries(await stack.getAllConfig());
    const plan = await recordProgram(program(number), {
      ...{ project: "mlplatform", stack: stack.name },
      config: Object.fromEntries(all.map(([key, { value }]) => [key, value])),
      secretKeys: all.flatMap(([key, { secret }]) => (secret === true ? [key] : [])),
    });
    assert.equal(plan.error, undefined);
    show(outputsEvent((await platformUp({ stack, show, tools, plan })).outputs));
  }

  const COMMANDS = {
    preview: (stack: Stack) => previewUpdate(stack),
    "up of a new stack": (stack: Stack, show: Display["show"]) => up(stack, show, 1),
    "up that changes every secret": (stack: Stack, show: Display["show"]) => up(stack, show, 2),
    refresh: (stack: Stack, show: Display["show"]) => platformRefresh({ stack, show, tools }),
    verify: async (stack: Stack, show: Display["show"]) => {
      const network = {
        addressesOf: () => Promise.reject(new Error("no network")),
        dial: () => ({ host: "", port: 0 }),
      };
      const onEnd = (finding: object) => {
        show({ kind: "message", text: JSON.stringify(finding) });
      };
      return verifyStack({ stack, seconds: 3, requests: new Map(), tools, network, onEnd });
    },
    destroy: (stack: Stack, show: Display["show"]) => platformDestroy({ stack, show, tools, deleteOthers: false }),
  };
  const signs = { works: /jupyterhub/i, failure, printed: "command-" };
  const { works, fails } = hiding(COMMANDS, signs, () => ({ stack, places, search }));

  works("preview");
  works("up of a new stack");
  fails("up that changes every secret");
  works("up that changes every secret");
  works("refresh");
  works("verify");

  it("are in the state, encrypted, in its backups and in its history", async () => {
    const state = await stack.exportState();
    const expected = search.names.filter((name) => !name.endsWith("-1"));
    assert.deepEqual(search.in(JSON.stringify(await decrypted(state))), expected);
    const seen = places.files.all.map(({ path: file }) => file);
    for (const part of ["/stacks/", "/backups/", "/history/"]) {
      assert.ok(
        seen.some((file) => file.includes(`/state/.pulumi${part}`)),
        part,
      );
    }
  });

  fails("destroy");
  works("destroy");

  it("are found where they are planted", () => {
    // Seen while the commands ran, so that looking there can find something.
    const {
      files,
      processes: { commandLines, variables },
    } = places;
    for (const tool of [
      "pulumi up",
      "pulumi refresh",
      "pulumi destroy",
      "pulumi-resource-kubernetes",
      "kubectl",
      "helm list",
    ]) {
      assert.ok(
        [...commandLines].some((line) => line.includes(tool)),
        tool,
      );
    }
    const holding = [...variables].filter((variable) => search.in(variable).length > 0);
    assert.ok(holding.some((variable) => variable.startsWith("TOKEN=")));
    const holders = files.all.filter(({ content }) => search.in(content).length > 0).map((file) => file.path);
    assert.ok(
      holders.some((file) => file.endsWith("/kubeconfig")),
      holders.join(),
    );
  });
});
