import assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { type TestCluster, startCluster } from "../../cluster";
import { type EngineStack, type RunFailed, type StackConfig, engineStack } from "../../stack/engine-stack";
import { toolchain } from "../../toolchain";
import { kubernetesPlugin } from "../plugin";
import type { ClusterCloud } from "./cluster-cloud";
import type { CloudOptions, TestCloud } from "./test-cloud";

/** Short enough for refusals to be quick, long enough for what does come. */
const PATIENCE_MS = 500;

/** What a bench is made from. */
export interface BenchParts<C extends ClusterCloud> {
  start(options: CloudOptions): Promise<TestCloud<C>>;
  /** The config of stacks that say no other. */
  readonly config: StackConfig;
  /** Whether there is a cluster, without nodes. */
  readonly hasCluster: boolean;
}

/** What every suite of a cloud works with: the cloud and stacks on it. */
export class CloudBench<C extends ClusterCloud> {
  private cluster: TestCluster | undefined;
  private started: TestCloud<C> | undefined;
  private scratch: EngineStack | undefined;
  private readonly stacks: EngineStack[] = [];

  /** Registers the set-up and the clean-up of a suite. */
  constructor(private readonly parts: BenchParts<C>) {
    before(async () => {
      if (parts.hasCluster) this.cluster = await startCluster({ nodes: 0, loadBalancers: false });
      this.started = await parts.start({ cluster: this.cluster, patience: PATIENCE_MS });
    });
    after(async () => {
      for (const stack of this.stacks) await stack.dispose();
      await this.started?.stop();
      await this.cluster?.stop();
    });
  }

  get cloud(): TestCloud<C> {
    if (!this.started) throw new Error("the cloud starts before the first test");
    return this.started;
  }

  get account(): C {
    return this.cloud.account;
  }

  kubectl(...args: string[]): Promise<string> {
    if (!this.cluster) throw new Error("the suite has no cluster");
    return this.cluster.kubectl(...args);
  }

  /** A stack on the cloud; its files go after the suite. */
  async stack(program: PulumiFn, config = this.parts.config): Promise<EngineStack> {
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
