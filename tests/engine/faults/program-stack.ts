import assert from "node:assert/strict";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { showLines } from "../../../cli/display/line-display";
import type { State } from "../../../cli/stack/state";
import { platformUp } from "../../../cli/up/up";
import { recordProgram } from "../../../recorder/record-program";
import type { TestCluster } from "../cluster";
import { Endings } from "../endings";
import type { ProviderPlugin } from "../providers/plugin";
import { killableStack, type KillableStack, type Victim } from "../recover/killable-stack";
import { namesIn } from "../recover/end-state";
import { isMoment } from "../recover/recover-bench";
import { programEnds } from "../stack/program-ended";
import { repositoryProgram } from "../programs/run-program";
import type { Toolchain } from "../toolchain";
import type { Killable } from "./kills";

/** What one of the repository's programs runs on. */
export interface ProgramSetting {
  readonly tools: Toolchain;
  /** The cluster that the program makes; its API server is there before and after. */
  readonly cluster: TestCluster;
  /** Without that of `kubernetes`. */
  readonly providers: readonly ProviderPlugin[];
  /** What a stack needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The config of the program, by full key. */
  readonly config: Readonly<Record<string, string>>;
  /** What there is besides objects of the cluster, by names that are the same after each run. */
  outside(): unknown;
  /** What of that is left when the program is destroyed, in words. */
  leftovers(): readonly string[] | Promise<readonly string[]>;
  /** Does what the command says when it cannot tell whether something was created. @default it always can */
  doAsTold?(state: State["deployment"]): void;
  /** Removes by hand what is left there. @default only destroying again removes it */
  clear?(): void | Promise<void>;
  stop(): Promise<void>;
}

/** One of the repository's programs on its setting, and what an undisturbed run of it comes to. */
export class ProgramStack<Setting extends ProgramSetting> implements Killable {
  moments = 0;
  private undisturbed: unknown;
  private before: readonly string[] = [];

  private constructor(
    readonly setting: Setting,
    private readonly killable: KillableStack,
    private readonly endings: Endings,
  ) {}

  /** The stack has been up and is destroyed then. It stops the setting when it stops. */
  static async start<Setting extends ProgramSetting>(setting: Setting): Promise<ProgramStack<Setting>> {
    const { tools, cluster, providers, env, config } = setting;
    const endings = new Endings();
    endings.add(() => setting.stop());
    return endings.whileStarting(async () => {
      const killable = await endings.of(killableStack(program, tools, { providers, env, config }));
      const stack = new ProgramStack(setting, killable, endings);
      stack.before = await namesIn(cluster);
      await killable.upUntil((event) => {
        if (isMoment(event)) stack.moments++;
        return false;
      });
      stack.undisturbed = await stack.state();
      await stack.destroy();
      return stack;
    });
  }

  upUntil(moment: (event: EngineEvent) => boolean, victim: Victim): Promise<boolean> {
    return this.killable.upUntil(moment, victim);
  }

  /** Runs `mlplatform up`; returns what it prints. */
  async up(): Promise<string[]> {
    const { stack, project } = this.killable;
    const { tools, config } = this.setting;
    const lines: string[] = [];
    const plan = await recordProgram(program, { project, stack: stack.name, config });
    if (plan.error !== undefined) throw plan.error as Error;
    const ended = programEnds();
    try {
      await platformUp({ stack, tools, plan, show: showLines((line) => lines.push(line)) });
    } finally {
      await ended.wait();
      this.killable.endOrphanedProviders();
    }
    return lines;
  }

  /** Another run changes nothing, and there is what an undisturbed run makes, and nothing twice. */
  async assertUndisturbed(): Promise<void> {
    assert.match((await this.up()).at(-1) ?? "", /^Done: \d+ unchanged$/);
    assert.deepEqual(await this.state(), this.undisturbed);
  }

  async destroy(): Promise<void> {
    const { stack } = this.killable;
    const { tools } = this.setting;
    await platformDestroy({ stack, tools, deleteOthers: false, show: () => undefined });
    this.killable.endOrphanedProviders();
    assert.deepEqual(await this.setting.leftovers(), []);
    assert.deepEqual(await this.left(), []);
  }

  /** Removes by hand what a defect left, for the next trial. */
  async clear(): Promise<void> {
    await this.destroy().catch(async () => {
      await this.setting.clear?.();
      for (const object of await this.left()) {
        const [kind = "", namespace = "", name = ""] = object.split(/[ /]/);
        const place = namespace === "" ? [] : ["--namespace", namespace];
        await this.setting.cluster.kubectl("delete", kind, name, ...place, "--ignore-not-found");
      }
      await this.destroy();
    });
  }

  async doAsTold(): Promise<void> {
    this.setting.doAsTold?.(await this.killable.readState());
    await this.killable.stack.refresh({ clearPendingCreates: true, color: "never" });
  }

  stop(): Promise<void> {
    return this.endings.end();
  }

  /** The API server of a test outlives its cluster, so that what the cluster still had can be seen. */
  private async left(): Promise<string[]> {
    const objects = await namesIn(this.setting.cluster);
    return objects.filter((object) => !this.before.includes(object) && !STAYS.test(object));
  }

  /** Names only: identifiers are others each time. */
  private async state(): Promise<object> {
    const { resources, pending_operations: pending = [] } = await this.killable.readState();
    return {
      urns: resources.map(({ urn }) => urn).sort(),
      pending: pending.length,
      outside: await this.setting.outside(),
      objects: (await namesIn(this.setting.cluster)).filter((object) => !CHANCE.test(object)),
    };
  }
}

const program: PulumiFn = repositoryProgram;

/** Named by chance, or by the number of a node or of a revision. */
const CHANCE = /^(Node|CSINode|PersistentVolume|VolumeAttachment|Secret \S+\/sh\.helm\.release)/;

/** Definitions that charts keep, and what goes with the cluster itself: on GKE also classes of its own. */
const STAYS = /^(CustomResourceDefinition|Node|CSINode) |^StorageClass \/(premium|standard)-rwo$/;
