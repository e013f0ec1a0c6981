import assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { type TestCluster, startCluster } from "../../cluster";
import { type EngineStack, type RunFailed, type StackConfig, engineStack } from "../../stack/engine-stack";
import { toolchain } from "../../toolchain";
import { kubernetesPlugin } from "../plugin";
import { REGION } from "./platform";
import { type TestCloud, startCloud } from "./start-cloud";

/** Short enough for refusals to be quick, long enough for what does come. */
const PATIENCE_MS = 500;

/** What every suite of AWS works with: a cloud and stacks on it, and a cluster without nodes where `eks` is wanted. */
export class AwsBench {
  private cluster: TestCluster | undefined;
  private started: TestCloud | undefined;
  private scratch: EngineStack | undefined;
  private readonly stacks: EngineStack[] = [];

  /** Registers the set-up and the clean-up of a suite. */
  constructor({ eks = false } = {}) {
    before(async () => {
      if (eks) this.cluster = await startCluster({ nodes: 0, loadBalancers: false });
      this.started = await startCloud({ cluster: this.cluster, patience: PATIENCE_MS });
    });
    after(async () => {
      for (const stack of this.stacks) await stack.dispose();
      await this.started?.stop();
      await this.cluster?.stop();
    });
  }

  get cloud(): TestCloud {
    if (!this.started) throw new Error("the cloud starts before the first test");
    return this.started;
  }

  get account(): TestCloud["account"] {
    return this.cloud.account;
  }

  kubectl(...args: string[]): Promise<string> {
    if (!this.cluster) throw new Error("the suite has no cluster");
    return this.cluster.kubectl(...args);
  }

  /** A stack on the cloud; its files go after the suite. */
  async stack(program: PulumiFn, config: StackConfig = { "aws:region": REGION }): Promise<EngineStack> {
    const stack = await engineStack({
      program,
      providers: [...this.cloud.providers, kubernetesPlugin(await toolchain())],
      env: this.cloud.env,
      config,
    });
    this.stacks.push(stack);
    return stack;
  }

  /** Asserts that a program fails, and how. What it made before that goes again. */
  async refuses(program: () => unknown, message: RegExp): Promise<void> {
    const scratch = (this.scratch ??= await this.stack(wrap(() => {})));
    await assert.rejects(scratch.up({ program: wrap(program) }), (error: RunFailed) => {
      assert.match(error.message, message);
      return true;
    });
    const { resources = [] } = await scratch.exportState();
    if (resources.some(({ type }) => !type.startsWith("pulumi:"))) await scratch.destroy();
  }
}

function wrap(program: () => unknown): PulumiFn {
  return () => {
    program();
    return Promise.resolve({});
  };
}
