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
  private constructor(
    readonly cluster: TestCluster,
    private readonly helmProgram: string,
    private readonly folder: string,
  ) {}

  static async start(options: ClusterOptions = {}): Promise<ChartBench> {
    const [cluster, { helm }] = await Promise.all([startCluster(options), toolchain()]);
    const folder = await mkdtemp(join(tmpdir(), "mlplatform-charts-"));
    await assembleCharts(folder);
    return new ChartBench(cluster, helm, folder);
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Installs a chart's stand-in as a release and in a namespace, by default of the same name, and waits for it. */
  async install(chart: ChartName, name: string, values: object = {}, namespace = name): Promise<void> {
    const file = await this.write(values);
    const where = ["--namespace", namespace, "--create-namespace", "--values", file, "--wait", "--timeout", "120s"];
    await this.helm("install", name, join(this.folder, chart), ...where);
  }

  async uninstall(name: string): Promise<void> {
    await this.helm("uninstall", name, "--namespace", name, "--wait");
  }

  /** Applies objects; rejects with the API server's words. */
  async apply(...items: object[]): Promise<void> {
    const file = await this.write({ apiVersion: "v1", kind: "List", items });
    await this.cluster.kubectl("apply", "--server-side", "-f", file);
  }

  /** One object. */
  async read<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.cluster.kubectl("get", ...args, "-o", "json")) as T;
  }

  private async helm(...args: string[]): Promise<void> {
    const { cluster, folder } = this;
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfigPath, HELM_CACHE_HOME: join(folder, "cache") };
    await promisify(execFile)(this.helmProgram, args, { env });
  }

  private async write(content: object): Promise<string> {
    const file = join(this.folder, `${String(++this.files)}.json`);
    await writeFile(file, JSON.stringify(content));
    return file;
  }

  private files = 0;
}
