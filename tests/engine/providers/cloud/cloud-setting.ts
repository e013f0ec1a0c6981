import { serveContractCharts } from "../../charts/contract-charts";
import { startCluster, type ClusterOptions, type TestCluster } from "../../cluster";
import { startTogether } from "../../endings";
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
export function startSetting<C extends ClusterCloud>(
  start: (options: CloudOptions) => Promise<TestCloud<C>>,
  { startDelay }: Pick<ClusterOptions, "startDelay"> = {},
): Promise<CloudSetting<C>> {
  return startTogether(async (endings) => {
    const tools = await toolchain();
    const cluster = await endings.of(startCluster({ nodes: 0, loadBalancers: false, startDelay }));
    const cloud = await endings.of(start({ cluster }));
    endings.environment(cloud.env);
    const { url: mirror } = await endings.of(serveContractCharts());
    const folder = endings.folder("mlplatform-cloud-");
    return { tools, cluster, cloud, mirror, folder, beforeStop: endings.add.bind(endings) };
  });
}
