import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { serveContractCharts } from "../charts/contract-charts";
import { type TestCluster, startCluster } from "../cluster";
import { Endings } from "../endings";
import { startSeldonOperator } from "../operators/seldon-operator";
import { kubernetesPlugin } from "../providers/plugin";
import { existingSettings, repositoryConfig, repositoryProgram } from "../programs/run-program";
import { skipAfterFailure } from "../skip-after-failure";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain, type Toolchain } from "../toolchain";
import type { DisplayedRun } from "./main";

/** Columns of the terminal. */
const COLUMNS = 40;

describe("the display of a run of the program `existing`", () => {
  skipAfterFailure(); // each starts from what the one before left
  const endings = new Endings();
  let cluster: TestCluster;
  let stack: EngineStack;
  let tools: Toolchain;

  before(async () => {
    tools = await toolchain();
    cluster = await endings.of(startCluster({ startDelay: 2 }));
    const charts = await endings.of(serveContractCharts());
    await endings.of(startSeldonOperator(cluster));
    stack = await endings.of(
      engineStack({
        project: "mlplatform",
        program: repositoryProgram,
        providers: [kubernetesPlugin(tools)],
        config: repositoryConfig(existingSettings(cluster, { mirror: charts.url })),
      }),
    );
  });

  after(() => endings.end());

  /** What a run showed. */
  interface Shown {
    readonly stdout: string;
    readonly stderr: string;
    readonly exitCode: number | null;
  }

  /** How a run is started. */
  interface Start {
    readonly json?: boolean;
    /** Whether there is a terminal; standard output and error then are one. */
    readonly terminal?: boolean;
    /** When the output matches, presses Ctrl-C in the terminal; without one, sends SIGINT to the command's own process. */
    readonly cancelAt?: RegExp;
  }

  function run(command: DisplayedRun["command"], options: Start = {}): Promise<Shown> {
    const { json = false } = options;
    const { workDir, pulumiHome = "", envVars } = stack.automation.workspace;
    const { pulumiRoot, kubectl, helm } = tools;
    const given: DisplayedRun = {
      ...{ command, json, project: "mlplatform", stack: stack.automation.name },
      ...{ workDir, pulumiHome, pulumiRoot, envVars, tools: { kubectl, helm } },
    };
    return start([path.join(__dirname, "main.ts"), JSON.stringify(given)], options);
  }

  /** Runs `mlplatform verify` as it is: it does not need the program. */
  function verify(options: Start = {}): Promise<Shown> {
    const { workDir, pulumiHome: PULUMI_HOME, envVars } = stack.automation.workspace;
    const PATH = [path.join(tools.pulumiRoot, "bin"), path.dirname(tools.kubectl), process.env["PATH"]].join(":");
    const cli = path.join(__dirname, "../../../cli/mlplatform.ts");
    const args = ["verify", "--cwd", workDir, "--stack", stack.automation.name];
    return start([cli, ...args], options, { ...envVars, PULUMI_HOME, PATH });
  }

  async function start(args: readonly string[], options: Start, added: NodeJS.ProcessEnv = {}): Promise<Shown> {
    const { terminal = false, cancelAt } = options;
    const { NODE_OPTIONS: _loaderOfThisTest, CI: _, ...env } = process.env;
    const node = [process.execPath, "--import", require.resolve("tsx"), ...args];
    const inTerminal = ["python3", path.join(__dirname, "../../helpers/terminal.py"), String(COLUMNS), ...node];
    const [program = "", ...rest] = terminal ? inTerminal : node;
    const child = spawn(program, rest, { env: { ...env, ...added, TERM: "xterm" } });
    let [stdout, stderr, isCancelled] = ["", "", false];
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (cancelAt?.test(stripVTControlCharacters(stdout)) !== true || isCancelled) return;
      isCancelled = true;
      if (terminal) child.stdin.write("\x03");
      else child.kill("SIGINT");
    });
    const [exitCode] = (await once(child, "close")) as [number | null];
    return { stdout, stderr, exitCode };
  }

  const pending = async (): Promise<unknown> =>
    (await stack.exportState()).resources === undefined
      ? []
      : (((await stack.exportState()) as { pending_operations?: unknown[] }).pending_operations ?? []);

  it("is cancelled by Ctrl-C when what has started is finished", async () => {
    const { stdout, exitCode } = await run("up", { terminal: true, cancelAt: /0:0[1-9] {2}chart/ });
    const text = stripVTControlCharacters(stdout);
    assert.match(text, /\^C\r?\n?Cancelling, as soon as what has started is finished\./);
    assert.match(text, /Cancelled\. The same command continues where it ended\.\r\n$/);
    assert.equal(exitCode, 130);
    assert.deepEqual(await pending(), []);
  });

  it("is cancelled by a signal to its own process, as a CI system sends it", async () => {
    const { stdout, stderr, exitCode } = await run("up", { cancelAt: /^ {2}created {3}/m });
    assert.match(stdout, /^Cancelling, as soon as what has started is finished\./m);
    assert.match(stderr, /\nCancelled\. The same command continues where it ended\.\n$/);
    assert.doesNotMatch(stdout, /^Done: /m);
    assert.equal(exitCode, 130);
    assert.deepEqual(await pending(), []);
  });

  it("goes on after that, and fits a narrow terminal", async () => {
    const { stdout, exitCode } = await run("up", { terminal: true });
    assert.equal(exitCode, 0, stdout);
    const lines = stripVTControlCharacters(stdout).split(/\r\n/);
    // What is painted never breaks; messages and outputs may be longer.
    const painted = lines.filter((line) => /^ {2}\S+ +\d+\/\d+/.test(line));
    assert.ok(painted.length > 10);
    assert.deepEqual(
      painted.filter((line) => line.length > COLUMNS),
      [],
    );
    const last = painted.slice(-4).map((line) => line.replace(/\d+:\d\d/, "<time>"));
    assert.deepEqual(last, [
      "  ml       1/1   <time>  done",
      "  ingress  7/7   <time>  done",
      "  seldon   3/3   <time>  done",
      "  iris     1/1   <time>  done",
    ]);
    assert.ok(lines.some((line) => line.startsWith("Done: ")));
    assert.ok(lines.some((line) => line.startsWith("modelUrl: http://")));
    assert.ok(lines.includes("kubeconfig: [secret]"));
  });

  it("is lines without a terminal", async () => {
    const { stdout, stderr, exitCode } = await run("up");
    assert.equal(exitCode, 0, stderr);
    assert.equal(stdout, stripVTControlCharacters(stdout));
    // The engine does not know the version of the provider that was built here.
    const lines = stdout.split("\n").filter((line) => !/^(warning: resource plugin |[a-z]\w+: )/.test(line));
    assert.deepEqual(
      lines.slice(0, 4).sort(),
      ["ingress", "iris", "ml", "seldon"].map((name) => `  ready     ${name}, unchanged`),
    );
    assert.match(lines[4] ?? "", /^Done: \d+ unchanged$/);
    assert.ok(stdout.includes("\nkubeconfig: [secret]\n"));
  });

  it("is JSON for scripts", async () => {
    const { stdout, stderr, exitCode } = await run("refresh", { json: true });
    assert.equal(exitCode, 0, stderr);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; time: string; resource?: { component?: string } });
    assert.deepEqual([events[0]?.kind, events.at(-1)?.kind], ["expected", "message"]);
    const started = events.filter(({ kind }) => kind === "started").length;
    assert.equal(events.filter(({ kind }) => kind === "ended").length, started);
  });

  for (const terminal of [false, true]) {
    it(`is followed by verify, as a process of its own, ${terminal ? "in a terminal" : "without one"}`, async () => {
      const { stdout, stderr, exitCode } = await verify({ terminal });
      assert.equal(stderr, "");
      const lines = stripVTControlCharacters(stdout).split(/\r\n|[\r\n]/);
      const found = lines.flatMap((line) => {
        const [, check, result] = /^(\w+: .+?) +(pass|fail|unreachable|skipped)\b/.exec(line) ?? [];
        return check === undefined ? [] : [`${check}: ${result ?? ""}`];
      });
      // The load balancer is simulated: its name resolves nowhere. The cancelled runs left the state in another order than the program's.
      assert.deepEqual(found.sort(), [
        "ingress: address: unreachable",
        "iris: REST: unreachable",
        "iris: gRPC: unreachable",
        "iris: model: pass",
        "ml: API server: pass",
        "ml: nodes: pass",
        "ml: storage class: pass",
        "ml: volume: pass",
        "seldon: operator: pass",
      ]);
      assert.equal(lines.at(-2), "9 checks: 6 passed, 3 unreachable");
      assert.equal(exitCode, 1);
    });
  }

  it("is a destroy that Ctrl-C cancels in a terminal", async () => {
    const { stdout, exitCode } = await run("destroy", { terminal: true, cancelAt: /^ {2}\S+ +\d+\/\d+ +0:0[1-9]/m });
    const text = stripVTControlCharacters(stdout);
    assert.match(text, /\^C\r?\n?Cancelling, as soon as what has started is finished\./);
    assert.match(text, /Cancelled\. The same command continues where it ended\.\r\n$/);
    assert.equal(exitCode, 130);
    assert.deepEqual(await pending(), []);
  });

  it("ends with a stack that is destroyed", async () => {
    const { stdout, stderr, exitCode } = await run("destroy");
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^ {2}deleted {3}/m);
    assert.match(stdout, /^Done: \d+ deleted, 0 unchanged$/m);
    assert.deepEqual((await stack.exportState()).resources ?? [], []);
  });
});
