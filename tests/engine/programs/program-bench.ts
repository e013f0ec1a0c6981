import type { PulumiFn } from "@pulumi/pulumi/automation";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { previewUpdate } from "../../../cli/up/preview";
import { platformUp } from "../../../cli/up/up";
import { startSeldonOperator } from "../operators/seldon-operator";
import { startSetting, type CloudSetting } from "../providers/cloud/cloud-setting";
import type { ClusterCloud } from "../providers/cloud/cluster-cloud";
import type { CloudOptions, TestCloud } from "../providers/cloud/test-cloud";
import { kubernetesPlugin } from "../providers/plugin";
import { skipAfterFailure } from "../skip-after-failure";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { programEnds } from "../stack/program-ended";
import { repositoryConfig, repositoryProgram } from "./run-program";

/** How a suite differs from one of a whole program. */
interface BenchOptions {
  /**
   * Whether the stack has models. Without them nothing serves any, and no run is planned first, which halves its time.
   * @default true
   */
  readonly models?: boolean;
}

/** What a suite of one of the repository's programs on a cloud works with: one stack, which each test leaves to the next. */
export class ProgramBench<C extends ClusterCloud> {
  private started: CloudSetting<C> | undefined;
  private created: EngineStack | undefined;

  /** Registers the set-up and the clean-up of the suite. `config` are the settings of the stack. */
  constructor(
    start: (options: CloudOptions) => Promise<TestCloud<C>>,
    config: Readonly<Record<string, string>>,
    { models = true }: BenchOptions = {},
  ) {
    skipAfterFailure();
    before(async () => {
      const setting = await startSetting(start);
      this.started = setting;
      const { tools, cluster, cloud, mirror, beforeStop } = setting;
      if (models) {
        const operator = await startSeldonOperator(cluster);
        beforeStop(() => operator.stop());
      }
      const stack = await engineStack({
        project: "mlplatform",
        program: repositoryProgram,
        planFirst: models,
        providers: [kubernetesPlugin(tools), ...cloud.providers],
        env: cloud.env,
        config: repositoryConfig({ ...config, mirror }),
      });
      this.created = stack;
      beforeStop(() => stack.dispose());
    });
    after(() => this.started?.stop());
  }

  get setting(): CloudSetting<C> {
    if (!this.started) throw new Error("the cloud starts before the first test");
    return this.started;
  }

  get stack(): EngineStack {
    if (!this.created) throw new Error("the stack is made before the first test");
    return this.created;
  }

  get cloud(): TestCloud<C> {
    return this.setting.cloud;
  }

  get account(): C {
    return this.cloud.account;
  }

  /** What a run with this program changes. */
  async changesOf(program: PulumiFn) {
    return (await this.stack.up({ program })).changes();
  }

  /** What `mlplatform up` shows before it asks. */
  previewOf(program: PulumiFn) {
    return this.ended(program, () => previewUpdate(this.stack.automation));
  }

  /** Runs `mlplatform up`. */
  platformUp(program: PulumiFn) {
    const { tools } = this.setting;
    return this.ended(program, () => platformUp({ stack: this.stack.automation, tools, show: () => undefined }));
  }

  /** Runs `mlplatform destroy`. */
  destroy(deleteOthers = false): Promise<boolean> {
    const { tools } = this.setting;
    return platformDestroy({ stack: this.stack.automation, tools, deleteOthers, show: () => undefined });
  }

  /** The next run must not begin before the program of this one has ended. */
  private async ended<T>(program: PulumiFn, run: () => Promise<T>): Promise<T> {
    this.stack.program = program;
    const ended = programEnds();
    return run().finally(() => ended.wait());
  }
}
