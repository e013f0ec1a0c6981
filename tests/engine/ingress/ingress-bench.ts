import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { serveContractCharts } from "../charts/contract-charts";
import { type ClusterOptions, startCluster, type TestCluster } from "../cluster";
import { Endings } from "../endings";
import { kubernetesPlugin } from "../providers/plugin";
import { objectsIn } from "../recover/end-state";
import { type EngineStack, engineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";

/** A Service that is there before every stack, for routes that lead to it. */
export const SERVICE = { namespace: "apps", name: "lab", port: 80 };

/** What runs beside a cluster until it is stopped. */
type Start = (cluster: TestCluster) => Promise<{ stop(): Promise<void> }>;

/** A cluster of its own for stacks with ingress layers, with a chart repository. */
export class IngressBench {
  private readonly endings = new Endings();
  private before = new Set<string>();
  cluster!: TestCluster;
  /** URL of the chart repository. */
  mirror!: string;

  /** Starts everything. `controllers` do the work of charts whose pods are simulated. */
  static async start(options: ClusterOptions, controllers: readonly Start[]): Promise<IngressBench> {
    const bench = new IngressBench();
    try {
      await bench.begin(options, controllers);
    } catch (error) {
      await bench.stop();
      throw error;
    }
    return bench;
  }

  private async begin(options: ClusterOptions, controllers: readonly Start[]): Promise<void> {
    const folder = this.endings.folder("mlplatform-ingress-");
    this.cluster = await this.endings.of(startCluster(options));
    this.mirror = (await this.endings.of(serveContractCharts())).url;
    for (const start of controllers) await this.endings.of(start(this.cluster));
    const { namespace, name, port } = SERVICE;
    const file = join(folder, "service.json");
    const service = { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec: { ports: [{ port }] } };
    await writeFile(file, JSON.stringify(service));
    await this.cluster.kubectl("create", "namespace", namespace);
    await this.cluster.kubectl("create", "-f", file);
    this.before = new Set(await this.installed());
  }

  /** Ends all that was started, the last first. */
  async stop(): Promise<void> {
    await this.endings.end();
  }

  /** A stack on this cluster, planned before each run as the command line does. */
  async stack(program: PulumiFn): Promise<EngineStack> {
    return this.endings.of(engineStack({ program, planFirst: true, providers: [kubernetesPlugin(await toolchain())] }));
  }

  /** What was installed since the start, as `Kind namespace/name`, without what controllers add. */
  async installed(): Promise<string[]> {
    return Object.keys(await this.contents());
  }

  /** The same with what was asked of each object. */
  async contents(): Promise<Record<string, unknown>> {
    const objects = [...(await objectsIn(this.cluster))];
    return Object.fromEntries(objects.filter(([name]) => !this.before.has(name) && !ADDED.test(name)));
  }

  /** One object. */
  async read<T extends object>(...of: string[]): Promise<T> {
    return JSON.parse(await this.cluster.kubectl("get", ...of, "-o", "json")) as T;
  }
}

/** What each namespace, Service and certificate gets, and the records of Helm. */
const ADDED =
  /^(ConfigMap \S+\/kube-root-ca\.crt|ServiceAccount \S+\/default|(Endpoints|CertificateRequest) .*|Helm release .*)$/;
