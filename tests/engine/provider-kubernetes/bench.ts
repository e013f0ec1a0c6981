import { randomBytes } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type TestCluster, sharedCluster } from "../cluster";
import { kubernetesPlugin } from "../providers/plugin";
import { type EngineStack, engineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";
import { Watchdog } from "../toolchain/watchdog";

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
      clusterIdentifier: "test",
      ...args,
    });
    return Promise.resolve((program({ provider }) ?? {}) as Record<string, unknown>);
  };
}

/** An object as kubectl prints it, as far as tests look into it. */
export interface Live {
  readonly metadata: {
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
    readonly managedFields: readonly { readonly manager: string; readonly operation: string }[];
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What every test of the provider works with: the shared cluster, a namespace of its own, and stacks. */
export class Bench {
  private cluster: TestCluster | undefined;
  private tool = "";
  private readonly cleanups: (() => Promise<unknown>)[] = [];

  /** Registers the set-up and the clean-up of a suite. */
  constructor() {
    before(async () => {
      this.cluster = await sharedCluster();
      this.tool = (await toolchain()).helm;
    });
    afterEach(async () => {
      for (const cleanup of this.cleanups.splice(0).reverse()) await cleanup();
    });
  }

  get on(): TestCluster {
    if (!this.cluster) throw new Error("the cluster starts before the first test");
    return this.cluster;
  }

  get helmProgram(): string {
    return this.tool;
  }

  /** Runs something after the test, also when it fails. */
  onCleanup(cleanup: () => Promise<unknown>): void {
    this.cleanups.push(cleanup);
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
  async stack(program: BenchProgram, options: { args?: kubernetes.ProviderArgs } = {}): Promise<EngineStack> {
    const stack = await engineStack({
      program: onCluster(this.on, program, options.args),
      providers: [kubernetesPlugin(await toolchain())],
    });
    this.onCleanup(() => stack.dispose());
    return stack;
  }

  /** Another program for a stack, on the same provider. */
  program(program: BenchProgram, args?: kubernetes.ProviderArgs) {
    return { program: onCluster(this.on, program, args) };
  }

  /** A folder that goes after the test, and with this process at the latest. */
  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "mlplatform-bench-"));
    const watchdog = new Watchdog(folder);
    this.onCleanup(() => watchdog.dismiss());
    return folder;
  }

  /** Creates an object as somebody else would. */
  async create(object: object): Promise<void> {
    const file = join(await this.folder(), "object.json");
    await writeFile(file, JSON.stringify(object));
    await this.kubectl("create", "-f", file);
  }

  /** Reads an object (`configmap/x`), which must be there. */
  async read(name: string, namespace = "default"): Promise<Live> {
    return JSON.parse(await this.kubectl("get", name, "-n", namespace, "-o", "json", "--show-managed-fields")) as Live;
  }

  /** Whether there is such an object. */
  async has(name: string, namespace = "default"): Promise<boolean> {
    return (await this.kubectl("get", name, "-n", namespace, "-o", "name", "--ignore-not-found")) !== "";
  }

  /** Changes an object as somebody else would. */
  async patch(name: string, namespace: string, patch: object): Promise<void> {
    await this.kubectl("patch", name, "-n", namespace, "--type=merge", "-p", JSON.stringify(patch));
  }

  /** A new kind of custom resource `Thing` with `spec: { size: integer }` and a free status; gone after the test. */
  async thing(): Promise<{ apiVersion: string; kind: string; plural: string }> {
    const group = `${this.name("g")}.test`;
    await this.create(thingDefinition(group));
    this.onCleanup(() => this.kubectl("delete", "crd", `things.${group}`, "--wait=false"));
    await this.kubectl("wait", "--for=condition=Established", `crd/things.${group}`);
    return { apiVersion: `${group}/v1`, kind: "Thing", plural: `things.${group}` };
  }
}

/** The CRD of `Thing`. */
export function thingDefinition(group: string) {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `things.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind: "Thing", plural: "things" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: "object",
              properties: {
                spec: { type: "object", properties: { size: { type: "integer" } } },
                status: { type: "object", properties: { state: { type: "string" } } },
              },
            },
          },
        },
      ],
    },
  };
}
