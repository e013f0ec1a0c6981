import { setTimeout as sleep } from "node:timers/promises";
import { skipWithoutHosts } from "../../hosts/skip-without-hosts";
import { type OnpremSetting, startOnprem } from "../../programs/onprem-setting";
import { CHECK_SERVER, RUN_AGAIN } from "../explained";
import type { ProgramSetting } from "../program-stack";
import { disturbed, type ProgramFault } from "./disturbed";

interface OnpremProgram extends ProgramSetting {
  readonly rke2: OnpremSetting["rke2"];
}

async function start(): Promise<OnpremProgram> {
  const setting = await startOnprem();
  const { rke2 } = setting;
  const leftovers = async () =>
    (
      await Promise.all(
        rke2.hosts.all.map(async (host) => {
          await host.untilIdle();
          return (await host.leftovers()).map((left) => `${host.hostname} ${left}`);
        }),
      )
    ).flat();
  return {
    ...setting,
    cluster: rke2.cluster,
    outside: async () => ({
      nodes: await rke2.nodes(),
      files: (await leftovers()).filter((left) => !OF_A_RUN.test(left)),
    }),
    leftovers,
    async clear() {
      for (const host of rke2.hosts.all) {
        await host.run("rke2-uninstall.sh >/dev/null 2>&1; rm -rf /var/lib/mlplatform-rke2 /usr/local/bin/rke2*");
      }
    },
  };
}

/** A process that runs, and what kubectl remembers of the cluster. */
const OF_A_RUN = /^\S+ \d+$|\/kube-cache\//;

/** The worker lets a step fail. */
const failing = (
  name: string,
  step: string,
  times: "once" | "always",
  says?: readonly RegExp[],
): ProgramFault<OnpremProgram> => ({
  name,
  where: `${step} on the worker`,
  async begin({ rke2 }) {
    const worker = rke2.hosts.named("worker");
    await worker.write(`fail-${step}`, times);
    return () => worker.forget(`fail-${step}`);
  },
  says,
});

/** Ends the SSH sessions with the worker when it installs. What is installed after that takes no time. */
async function untilDropped(rke2: OnpremSetting["rke2"]): Promise<void> {
  while (!rke2.commands.some((line) => line.startsWith("worker install.sh"))) await sleep(50);
  await sleep(1000);
  const worker = rke2.hosts.named("worker");
  await worker.forget("seconds-install");
  await worker.dropSessions();
}

const WORKER = /192\.168\.86\.35/;

/** The program `onprem`. */
export const onprem = disturbed({
  program: "onprem",
  skip: skipWithoutHosts,
  start,
  faults: [
    failing("fails once", "install", "once", [WORKER, /the installation of RKE2 \S+ failed\./, RUN_AGAIN]),
    failing("fails always", "download", "always", [WORKER, /cannot download https:\/\/get\.rke2\.io\. /, RUN_AGAIN]),
    failing("fails once", "start", "once"),
    {
      name: "refuses always",
      where: "SSH to the worker",
      async begin({ rke2 }) {
        const worker = rke2.hosts.named("worker");
        await worker.unplug("unplugged");
        return () => worker.unplug("plugged");
      },
      says: [WORKER, /cannot be reached at 192\.168\.86\.35, port 22/, RUN_AGAIN],
    },
    {
      name: "drops once",
      where: "SSH to the worker while it installs",
      async begin({ rke2 }) {
        // The installation goes on without its connection, also while the next run works.
        await rke2.hosts.named("worker").write("seconds-install", "20");
        rke2.forget();
        const dropped = untilDropped(rke2);
        return () => dropped;
      },
      says: [WORKER, CHECK_SERVER],
    },
  ],
});
