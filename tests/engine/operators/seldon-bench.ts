import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { assembleCharts } from "../../contracts/charts/assemble";
import { startCluster, type TestCluster } from "../cluster";
import { toolchain } from "../toolchain";
import type { Json } from "./seldon/model";

/** A cluster of its own with the stand-in charts at hand, driven by helm and kubectl alone. */
export class SeldonBench {
  private constructor(
    readonly cluster: TestCluster,
    readonly helmProgram: string,
    private readonly folder: string,
  ) {}

  static async start(): Promise<SeldonBench> {
    const [cluster, { helm }] = await Promise.all([startCluster(), toolchain()]);
    const folder = await mkdtemp(join(tmpdir(), "mlplatform-seldon-"));
    await assembleCharts(folder);
    return new SeldonBench(cluster, helm, folder);
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The folder of a stand-in chart. */
  chart(name: string): string {
    return join(this.folder, name);
  }

  async helm(...args: string[]): Promise<string> {
    const env = {
      ...process.env,
      KUBECONFIG: this.cluster.kubeconfigPath,
      HELM_CACHE_HOME: join(this.folder, "cache"),
    };
    return (await promisify(execFile)(this.helmProgram, args, { env, maxBuffer: 64 * 1024 * 1024 })).stdout;
  }

  /** Installs the operator's stand-in as `seldon-core` in `seldon-system`, or changes its values. */
  installSeldon(values: Json, ...flags: string[]): Promise<string> {
    const given = Object.entries(values).flatMap(([key, value]) => ["--set-json", `${key}=${JSON.stringify(value)}`]);
    const where = ["--namespace", "seldon-system", "--create-namespace", "--timeout", "90s"];
    return this.helm(
      "upgrade",
      "--install",
      "seldon-core",
      this.chart("seldon-core-operator"),
      ...where,
      ...given,
      ...flags,
    );
  }

  /** Applies an object as text; rejects with the API server's words. */
  async apply(object: object, ...flags: string[]): Promise<void> {
    const file = join(this.folder, `${String(++this.files)}.json`);
    await writeFile(file, JSON.stringify(object));
    await this.cluster.kubectl("apply", "--server-side", "--force-conflicts", "-f", file, ...flags);
  }

  private files = 0;

  async read<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.cluster.kubectl("get", ...args, "-o", "json")) as T;
  }

  /** Kinds and names of what there is of these kinds in a namespace, sorted. */
  async names(kinds: string, namespace: string): Promise<string[]> {
    const text = await this.cluster.kubectl("get", kinds, "-n", namespace, "-o", "name");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .sort();
  }

  /** Asks until the answer is no longer undefined; the test's own time limit ends it. */
  async until<T>(answer: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const given = await answer();
      if (given !== undefined) return given;
      await sleep(100);
    }
  }

  /** What is refused, in the API server's words; waits for the refusal, as the API server takes up a new policy late. */
  refusalOf(object: object): Promise<string> {
    return this.until(() =>
      this.apply(object, "--dry-run=server").then(
        () => undefined,
        (error: unknown) => (error as Error).message,
      ),
    );
  }
}
