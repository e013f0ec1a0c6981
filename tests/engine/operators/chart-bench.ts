import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { assembleCharts } from "../../contracts/charts/assemble";
import type { ChartName } from "../../../components/shared/pinned-charts";
import { type ClusterOptions, startCluster, type TestCluster } from "../cluster";
import { toolchain } from "../toolchain";

/** A cluster of its own with the stand-in charts at hand, driven by helm and kubectl alone. */
export class ChartBench {
  protected constructor(
    readonly cluster: TestCluster,
    readonly helmProgram: string,
    private readonly folder: string,
  ) {}

  static async start(options: ClusterOptions = {}): Promise<ChartBench> {
    const [cluster, { helm }] = await Promise.all([startCluster(options), toolchain()]);
    const folder = await mkdtemp(join(tmpdir(), "mlplatform-charts-"));
    await assembleCharts(folder);
    return new this(cluster, helm, folder);
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The folder of a stand-in chart. */
  chart(name: ChartName): string {
    return join(this.folder, name);
  }

  /** Installs a chart's stand-in as a release and in a namespace, by default of the same name, and waits for it. */
  async install(chart: ChartName, name: string, values: object = {}, namespace = name): Promise<void> {
    const file = await this.write(values);
    const where = ["--namespace", namespace, "--create-namespace", "--values", file, "--wait", "--timeout", "120s"];
    await this.helm("install", name, this.chart(chart), ...where);
  }

  async uninstall(name: string): Promise<void> {
    await this.helm("uninstall", name, "--namespace", name, "--wait");
  }

  /** Applies an object, or several; rejects with the API server's words. */
  async apply(given: object | readonly object[], ...flags: string[]): Promise<void> {
    const file = await this.write(Array.isArray(given) ? { apiVersion: "v1", kind: "List", items: given } : given);
    await this.cluster.kubectl("apply", "--server-side", "--force-conflicts", "-f", file, ...flags);
  }

  /** One object. */
  async read<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.cluster.kubectl("get", ...args, "-o", "json")) as T;
  }

  async helm(...args: string[]): Promise<string> {
    const { cluster, folder } = this;
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfigPath, HELM_CACHE_HOME: join(folder, "cache") };
    return (await promisify(execFile)(this.helmProgram, args, { env, maxBuffer: 64 * 1024 * 1024 })).stdout;
  }

  private async write(content: object): Promise<string> {
    const file = join(this.folder, `${String(++this.files)}.json`);
    await writeFile(file, JSON.stringify(content));
    return file;
  }

  private files = 0;
}
