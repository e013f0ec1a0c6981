import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assembleCharts, packageCharts } from "../../../contracts/charts/assemble";
import { serveCharts } from "../../charts/chart-repository";
import { startCluster, type ClusterOptions, type TestCluster } from "../../cluster";
import { toolchain, type Toolchain } from "../../toolchain";
import type { ClusterCloud } from "./cluster-cloud";
import type { CloudOptions, TestCloud } from "./test-cloud";

/** A cloud with a cluster, and the charts that a platform on it installs. */
export interface CloudSetting<C extends ClusterCloud> {
  readonly tools: Toolchain;
  readonly cluster: TestCluster;
  readonly cloud: TestCloud<C>;
  /** Where the charts are served. */
  readonly mirror: string;
  /** A folder that goes with the setting. */
  readonly folder: string;
  /** Lets something end before the setting does. */
  readonly beforeStop: (end: () => Promise<void> | void) => void;
  stop(): Promise<void>;
}

/**
 * Starts a cloud with a cluster without nodes. Until it stops, this process has the environment of the cloud: kubectl logs in with
 * the cloud's program, also where the command under test runs it.
 */
export async function startSetting<C extends ClusterCloud>(
  start: (options: CloudOptions) => Promise<TestCloud<C>>,
  { startDelay }: Pick<ClusterOptions, "startDelay"> = {},
): Promise<CloudSetting<C>> {
  const endings: (() => Promise<void> | void)[] = [];
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-cloud-"));
  endings.push(() => rmSync(folder, { recursive: true }));
  const stop = async () => {
    for (const end of endings.reverse()) await end();
  };
  try {
    const tools = await toolchain();
    const cluster = await startCluster({ nodes: 0, loadBalancers: false, startDelay });
    endings.push(() => cluster.stop());
    const cloud = await start({ cluster });
    endings.push(() => cloud.stop());
    endings.push(useEnvironment(cloud.env));
    await packageCharts(await assembleCharts(join(folder, "charts")), tools.helm, folder);
    const charts = await serveCharts(folder);
    endings.push(() => charts.stop());
    return { tools, cluster, cloud, folder, mirror: charts.url, beforeStop: (end) => void endings.push(end), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Sets variables of this process; returns how to take that back. */
function useEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name): [string, string | undefined] => [name, process.env[name]]);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
