import assert from "node:assert/strict";
import { join } from "node:path";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import { recordProgram } from "../../../recorder/record-program";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { showLines } from "../../../cli/display/line-display";
import { platformUp, type Up } from "../../../cli/up/up";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { serveCharts, type ChartRepository } from "../charts/chart-repository";
import { startCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { startSeldonOperator } from "../operators/seldon-operator";
import { programEnds } from "../stack/program-ended";
import { toolchain, type Toolchain } from "../toolchain";
import { endState, namesIn, type EndState } from "./end-state";
import { killableStack, type KillableStack } from "./killable-stack";
import { platform } from "./platform";

/** The platform's stack on a cluster of its own, and what an undisturbed run of it comes to. */
export class RecoverBench {
  private constructor(
    readonly tools: Toolchain,
    readonly cluster: TestCluster,
    readonly folder: string,
    readonly charts: ChartRepository,
    private readonly program: PulumiFn,
    readonly killable: KillableStack,
    private readonly before: readonly string[],
    private readonly undisturbed: EndState,
    /** How many times the engine begins or ends something with a resource. */
    readonly moments: number,
    private readonly endings: Endings,
  ) {}

  /**
   * The stack is up then, by a run that nobody disturbed.
   * @param reach how the stack reaches the cluster, if not directly
   * @param limit seconds that the gateway may take to get an address. @default that of the component
   */
  static async start(
    reach: (cluster: TestCluster) => Promise<Reached> = (cluster) => Promise.resolve(cluster),
    limit: () => number | undefined = () => undefined,
  ): Promise<RecoverBench> {
    const endings = new Endings();
    return endings.whileStarting(async () => {
      const tools = await toolchain();
      const cluster = await endings.of(startCluster());
      const folder = endings.folder("mlplatform-recover-bench-");
      // What kubectl remembers of another cluster at this port must not be believed.
      endings.environment({ KUBECACHEDIR: join(folder, "kubectl-cache") });
      await packageCharts(await assembleCharts(join(folder, "charts")), tools.helm, folder);
      const charts = await endings.of(serveCharts(folder));
      await endings.of(startSeldonOperator(cluster));
      const program = platform(await reach(cluster), charts.url, limit);
      const killable = await endings.of(killableStack(program, tools));
      const before = await namesIn(cluster);
      let moments = 0;
      await killable.upUntil((event) => {
        if (isMoment(event)) moments++;
        return false;
      });
      const undisturbed = await endState(killable, cluster);
      // prettier-ignore
      return new RecoverBench(tools, cluster, folder, charts, program, killable, before, undisturbed, moments, endings);
    });
  }

  stop(): Promise<void> {
    return this.endings.end();
  }

  /** Recovers the stack and brings it up; `onLine` is told what the user is. */
  async up(onLine: (line: string) => void = () => undefined): Promise<Up & { readonly lines: readonly string[] }> {
    const lines: string[] = [];
    const { stack, project } = this.killable;
    const ended = programEnds();
    const up = await platformUp({
      stack,
      tools: this.tools,
      plan: await recordProgram(this.program, { project, stack: stack.name }),
      show: showLines((line) => {
        lines.push(line);
        onLine(line);
      }),
    }).finally(() => ended.wait());
    return { ...up, lines };
  }

  async assertUndisturbed(): Promise<void> {
    assert.deepEqual(await endState(this.killable, this.cluster), this.undisturbed);
  }

  /** Destroys: what was adopted is the stack's own, so it has to go with it. Only definitions stay, as the charts say. */
  async destroy(): Promise<void> {
    await this.killable.stack.destroy({ color: "never" });
    await this.assertDestroyed();
  }

  /** Runs `mlplatform destroy`, which repairs first what a killed run left. */
  async platformDestroy(): Promise<void> {
    const { stack } = this.killable;
    await platformDestroy({ stack, tools: this.tools, deleteOthers: false, show: () => undefined });
    await this.assertDestroyed();
  }

  /** Removes by hand what a defect left, for the next trial. */
  async clear(): Promise<void> {
    await this.platformDestroy().catch(async () => {
      await this.killable.stack.destroy({ color: "never" });
      for (const object of await this.left()) {
        const [kind = "", namespace = "", name = ""] = object.split(/[ /]/);
        const place = namespace === "" ? [] : ["--namespace", namespace];
        await this.cluster.kubectl("delete", kind, name, ...place, "--ignore-not-found");
      }
    });
  }

  private async assertDestroyed(): Promise<void> {
    assert.deepEqual(await this.left(), []);
  }

  private async left(): Promise<string[]> {
    const objects = await namesIn(this.cluster);
    return objects.filter((object) => !this.before.includes(object) && !KEPT.test(object));
  }
}

/** Where the stack finds the cluster. */
type Reached = Pick<TestCluster, "kubeconfigPath" | "context">;

const KEPT =
  /^CustomResourceDefinition \/\w+\.((extensions|networking|security|telemetry)\.istio\.io|machinelearning\.seldon\.io)$/;

/** An event that says that the engine begins or ends something with a resource. */
export const isMoment = ({ resourcePreEvent, resOutputsEvent }: EngineEvent): boolean =>
  resourcePreEvent !== undefined || resOutputsEvent !== undefined;
