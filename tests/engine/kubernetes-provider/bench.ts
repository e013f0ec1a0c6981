import { randomBytes } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type TestCluster, sharedCluster } from "../cluster";
import { Endings } from "../endings";
import { kubernetesPlugin } from "../providers/plugin";
import { type EngineStack, engineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";

/** A program of one test: it gets the provider to put on its resources, and may return outputs. */
export type BenchProgram = (on: { provider: kubernetes.Provider }) => unknown;

/** Wraps a test's program: the provider is the first resource, as every test wants it. */
export function onCluster(
  cluster: Pick<TestCluster, "kubeconfig" | "context">,
  program: BenchProgram,
  args: kubernetes.ProviderArgs = {},
) {
  return (): Promise<Record<string, unknown>> => {
    const provider = new kubernetes.Provider("k8s", {
      kubeconfig: pulumi.secret(cluster.kubeconfig),
      context: cluster.context,
      ...args,
    });
    return Promise.resolve((program({ provider }) ?? {}) as Record<string, unknown>);
  };
}

/** An object as kubectl prints it, as far as tests look into it. */
export interface Live {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
}

/** What every test of the provider works with: the shared cluster, a namespace of its own, and stacks. */
export class Bench {
  private cluster: TestCluster | undefined;
  private readonly endings = new Endings();

  /** Registers the set-up and the clean-up of a suite. */
  constructor() {
    before(async () => {
      this.cluster = await sharedCluster();
    });
    afterEach(() => this.endings.end());
  }

  get on(): TestCluster {
    if (!this.cluster) throw new Error("the cluster starts before the first test");
    return this.cluster;
  }

  /** Runs something after the test, also when it fails. */
  onCleanup(cleanup: () => Promise<unknown>): void {
    this.endings.add(cleanup);
  }

  kubectl(...args: string[]): Promise<string> {
    return this.on.kubectl(...args);
  }

  /** A new namespace, deleted after the test. */
  async namespace(): Promise<string> {
    const name = this.name("t");
    await this.kubectl("create", "namespace", name);
    this.onCleanup(() => this.kubectl("delete", "namespace", name, "--wait=false"));
    return name;
  }

  /** A name that no other test has. */
  name(prefix: string): string {
    return `${prefix}-${randomBytes(3).toString("hex")}`;
  }

  /** A stack with one program on the cluster; its files go after the test, its resources with their namespace. */
  async stack(program: BenchProgram, args?: kubernetes.ProviderArgs): Promise<EngineStack> {
    const providers = [kubernetesPlugin(await toolchain())];
    return this.endings.of(engineStack({ program: onCluster(this.on, program, args), providers }));
  }

  /** Another program for a stack, on the same provider. */
  program(program: BenchProgram, args?: kubernetes.ProviderArgs) {
    return { program: onCluster(this.on, program, args) };
  }

  /** Reads an object of the cluster (`namespace/x`), which must exist. */
  async read(name: string): Promise<Live> {
    return JSON.parse(await this.kubectl("get", name, "-o", "json")) as Live;
  }
}
