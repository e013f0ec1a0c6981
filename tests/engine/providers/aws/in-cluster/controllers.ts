import { setTimeout as delay } from "node:timers/promises";
import type { AwsCloud } from "../aws-cloud";
import { showGpus } from "./gpus";
import { syncLoadBalancers } from "./load-balancers";
import { syncVolumes } from "./volumes";

/** Short for tests, and long enough that looking takes little of the CPU time of an update. */
const PAUSE_MS = 200;

/** Plays what AWS and its controllers do about objects in the cluster, while there is one. */
export class Controllers {
  #stopped = false;
  #ended = Promise.resolve();

  constructor(private readonly cloud: AwsCloud) {}

  start(): void {
    this.#ended = this.run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#ended;
  }

  private async run(): Promise<void> {
    while (!this.#stopped) {
      const [cluster] = this.cloud.resources("aws:eks/cluster:Cluster");
      if (cluster) await this.look(cluster.inputs).catch(() => undefined); // what failed is tried again
      await delay(PAUSE_MS, undefined, { ref: false });
    }
  }

  private async look(cluster: Parameters<typeof syncLoadBalancers>[1]): Promise<void> {
    await syncLoadBalancers(this.cloud, cluster);
    await syncVolumes(this.cloud);
    await showGpus(this.cloud);
  }
}
