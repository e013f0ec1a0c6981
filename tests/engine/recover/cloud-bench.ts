import assert from "node:assert/strict";
import { DestroyFailed, platformDestroy } from "../../../cli/destroy/destroy";
import { showLines } from "../../../cli/display/line-display";
import { platformUp } from "../../../cli/up/up";
import { recordProgram } from "../../../recorder/record-program";
import { startSetting, type CloudSetting } from "../providers/cloud/cloud-setting";
import type { ClusterCloud } from "../providers/cloud/cluster-cloud";
import type { Hold } from "../providers/cloud/hold";
import type { CloudOptions, TestCloud } from "../providers/cloud/test-cloud";
import { skipAfterFailure } from "../skip-after-failure";
import { programEnds } from "../stack/program-ended";
import { killableStack, type KillableStack } from "./killable-stack";

type Program = () => Promise<Record<string, unknown>>;

/** A stack on a cloud whose runs can be killed while the cloud makes something. Each test leaves it to the next. */
export class CloudRecoverBench<C extends ClusterCloud> {
  private started: CloudSetting<C> | undefined;
  private made: KillableStack | undefined;

  /** Registers the set-up and the clean-up of the suite. */
  constructor(
    start: (options: CloudOptions) => Promise<TestCloud<C>>,
    private readonly program: (mirror: string) => Program,
  ) {
    skipAfterFailure();
    before(async () => {
      this.started = await startSetting(start);
      const { tools, cloud, mirror, beforeStop } = this.started;
      const killable = await killableStack(program(mirror), tools, cloud);
      this.made = killable;
      beforeStop(() => killable.dispose());
    });
    after(() => this.started?.stop());
  }

  get killable(): KillableStack {
    if (!this.made) throw new Error("the stack is made before the first test");
    return this.made;
  }

  get cloud(): TestCloud<C> {
    return this.setting.cloud;
  }

  get account(): C {
    return this.cloud.account;
  }

  private get setting(): CloudSetting<C> {
    if (!this.started) throw new Error("the cloud starts before the first test");
    return this.started;
  }

  /** Kills a run in the middle of making something; `end` lets the cloud end that. */
  async killWhileMaking(type: string): Promise<Hold> {
    const hold = this.account.hold(type);
    let watched = false;
    const killed = await this.killable.upUntil(async () => {
      if (watched) return false;
      watched = true;
      await hold.begun;
      return true;
    });
    assert.ok(killed);
    return hold;
  }

  /** Runs `mlplatform up`. */
  async up(onLine: (line: string) => void = () => undefined) {
    const { stack, project } = this.killable;
    const { tools, mirror } = this.setting;
    const lines: string[] = [];
    const ended = programEnds();
    const { repairs, outputs } = await platformUp({
      stack,
      tools,
      plan: await recordProgram(this.program(mirror), { project, stack: stack.name }),
      show: showLines((line) => {
        lines.push(line);
        onLine(line);
      }),
    }).finally(() => ended.wait());
    return { repairs: repairs.map(({ text }) => text), outputs, lines };
  }

  /** Runs `mlplatform destroy` while the cloud throttles deletions of a type, and again when it does not. Nothing may be left. */
  async destroyThrottled(type: string, message: string, resource: RegExp): Promise<void> {
    const { stack } = this.killable;
    const destroy = () =>
      platformDestroy({ stack, tools: this.setting.tools, deleteOthers: false, show: () => undefined });
    this.account.failNext(type, "delete", message);
    await assert.rejects(destroy(), (error) => {
      assert.ok(error instanceof DestroyFailed, String(error));
      assert.match(error.message, resource);
      assert.match(
        error.message,
        /\nToo many requests were sent\. Wait some minutes, then run mlplatform destroy again: it continues from here\.$/,
      );
      return true;
    });
    await destroy();
    assert.deepEqual(this.cloud.leftovers(), []);
  }
}
