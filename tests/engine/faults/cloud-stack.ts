import assert from "node:assert/strict";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { showLines } from "../../../cli/display/line-display";
import { platformUp } from "../../../cli/up/up";
import { recordProgram } from "../../../recorder/record-program";
import { startSeldonOperator } from "../operators/seldon-operator";
import { startSetting, type CloudSetting } from "../providers/cloud/cloud-setting";
import type { ClusterCloud } from "../providers/cloud/cluster-cloud";
import type { CloudOptions, TestCloud } from "../providers/cloud/test-cloud";
import { killableStack, type KillableStack, type Victim } from "../recover/killable-stack";
import { namesIn } from "../recover/end-state";
import { isMoment } from "../recover/recover-bench";
import { programEnds } from "../stack/program-ended";
import { repositoryConfig, repositoryProgram } from "../programs/run-program";
import type { Killable } from "./kills";

/** One of the repository's programs on a cloud, and what an undisturbed run of it comes to. */
export class CloudStack<C extends ClusterCloud> implements Killable {
  moments = 0;
  private undisturbed: unknown;
  private before: readonly string[] = [];

  private constructor(
    private readonly setting: CloudSetting<C>,
    private readonly killable: KillableStack,
    private readonly config: Readonly<Record<string, string>>,
  ) {}

  /** The stack has been up and is destroyed then. */
  static async start<C extends ClusterCloud>(
    start: (options: CloudOptions) => Promise<TestCloud<C>>,
    settings: Readonly<Record<string, string>>,
  ): Promise<CloudStack<C>> {
    const setting = await startSetting(start);
    try {
      const { tools, cluster, cloud, mirror, beforeStop } = setting;
      const operator = await startSeldonOperator(cluster);
      beforeStop(() => operator.stop());
      const config = repositoryConfig({ ...settings, deletionProtection: "false", mirror });
      const killable = await killableStack(program, tools, { ...cloud, config });
      beforeStop(() => killable.dispose());
      const stack = new CloudStack(setting, killable, config);
      stack.before = await namesIn(cluster);
      await killable.upUntil((event) => {
        if (isMoment(event)) stack.moments++;
        return false;
      });
      stack.undisturbed = await stack.state();
      await stack.destroy();
      return stack;
    } catch (error) {
      await setting.stop();
      throw error;
    }
  }

  get account(): C {
    return this.setting.cloud.account;
  }

  upUntil(moment: (event: EngineEvent) => boolean, victim: Victim): Promise<boolean> {
    return this.killable.upUntil(moment, victim);
  }

  /** Runs `mlplatform up`; returns what it prints. */
  async up(): Promise<string[]> {
    const { stack, project } = this.killable;
    const { tools } = this.setting;
    const lines: string[] = [];
    const plan = await recordProgram(program, { project, stack: stack.name, config: this.config });
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
    const { tools, cloud, cluster } = this.setting;
    await platformDestroy({ stack, tools, deleteOthers: false, show: () => undefined });
    this.killable.endOrphanedProviders();
    assert.deepEqual(cloud.leftovers(), []);
    // The stand-in's API server outlives its cluster, so that what a cluster still had can be seen.
    const left = (await namesIn(cluster)).filter((object) => !this.before.includes(object));
    assert.deepEqual(
      left.filter((object) => !STAYS.test(object)),
      [],
    );
  }

  async doAsTold(): Promise<void> {
    const { resources, pending_operations: pending = [] } = await this.killable.readState();
    const known = new Set(resources.map(({ id }) => id));
    for (const { resource } of pending) {
      const name = resource.urn.split("::").at(-1);
      const made = this.account.resources(resource.type).filter((one) => one.name === name && !known.has(one.id));
      for (const one of made) this.account.remove(one);
    }
    await this.killable.stack.refresh({ clearPendingCreates: true, color: "never" });
  }

  stop(): Promise<void> {
    return this.setting.stop();
  }

  /** Names only: identifiers are others each time. */
  private async state(): Promise<object> {
    const { resources, pending_operations: pending = [] } = await this.killable.readState();
    return {
      urns: resources.map(({ urn }) => urn).sort(),
      pending: pending.length,
      cloud: this.account
        .resources()
        .map(({ type, name }) => `${type} ${name}`)
        .sort(),
      balancers: [...this.account.loadBalancers.keys()],
      objects: (await namesIn(this.setting.cluster)).filter((object) => !CHANCE.test(object)),
    };
  }
}

const program: PulumiFn = repositoryProgram;

/** Named by chance, or by the number of a node or of a revision. */
const CHANCE = /^(Node|CSINode|PersistentVolume|VolumeAttachment|Secret \S+\/sh\.helm\.release)/;

/** Definitions that charts keep, and what goes with the cluster itself. */
const STAYS = /^(CustomResourceDefinition|Node|CSINode) /;
