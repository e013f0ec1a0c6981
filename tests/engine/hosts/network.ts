import { execFile } from "node:child_process";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { promisify } from "node:util";
import { lock } from "../toolchain/lock";
import type { Watchdog } from "../toolchain/watchdog";

export const run = promisify(execFile);

/** Why this machine cannot have hosts of its own, or undefined. */
export async function whyNoHosts(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "hosts in network namespaces need root";
  try {
    await run("unshare", [
      "--mount",
      "--uts",
      "--ipc",
      "--net",
      "--pid",
      "--fork",
      "mount",
      "-t",
      "proc",
      "proc",
      "/proc",
    ]);
    await run("ip", ["-Version"]);
    return undefined;
  } catch (error) {
    return `namespaces are not permitted here: ${(error as Error).message.trim()}`;
  }
}

/**
 * A network with a bridge in a namespace of its own, and a cable from there to this machine, which has its first address. All of it
 * ends with the process that holds the namespace.
 */
export class HostNetwork {
  private constructor(
    /** The first three numbers of all addresses. */
    readonly prefix: string,
    private readonly holder: number,
    private readonly release: () => void,
  ) {}

  /** Waits until no other process of this machine has a network with these addresses. */
  static async start(prefix: string, watchdog: Watchdog): Promise<HostNetwork> {
    const release = await lock(`hosts ${prefix}`, () => {
      process.stderr.write(`hosts: another process has the network ${prefix}.0/24; waiting for it\n`);
    });
    try {
      await untilFree(prefix);
      const holder = watchdog.spawn("unshare", ["--net", "sh", "-c", "echo; exec sleep infinity"], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      if (holder.pid === undefined || holder.stdout === null) throw new Error("unshare does not start");
      holder.unref();
      await once(holder.stdout, "data");
      const network = new HostNetwork(prefix, holder.pid, release);
      await network.within("ip link add bridge type bridge && ip link set bridge up && ip link set lo up");
      const name = `mlp${String(holder.pid)}`;
      const cable = ["link", "add", name, "type", "veth", "peer", "name", "machine", "netns", String(holder.pid)];
      await run("ip", cable);
      await network.within("ip link set machine master bridge up");
      await run("ip", ["address", "add", `${prefix}.1/24`, "dev", name]);
      await run("ip", ["link", "set", name, "up"]);
      return network;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** The address of this machine. */
  get gateway(): string {
    return `${this.prefix}.1`;
  }

  /** Gives the network namespace of a process an address. */
  async connect(pid: number, address: string): Promise<void> {
    const port = `p${address.split(".").at(-1) ?? ""}`;
    await this.within(
      `ip link add ${port} type veth peer name eth0 netns ${String(pid)} && ip link set ${port} master bridge up`,
    );
    const inside = `ip link set lo up && ip address add ${address}/24 dev eth0 && ip link set eth0 up && ip route add default via ${this.gateway}`;
    await run("nsenter", ["--target", String(pid), "--net", "sh", "-c", inside]);
  }

  /** Lets others have the addresses. The processes in the network have ended. */
  end(): void {
    this.release();
  }

  private async within(script: string): Promise<void> {
    await run("nsenter", ["--target", String(this.holder), "--net", "sh", "-c", script]);
  }
}

/** The kernel takes a network apart some moments after its last process has ended. */
async function untilFree(prefix: string): Promise<void> {
  const taken = () =>
    Object.entries(networkInterfaces()).find(([, addresses = []]) =>
      addresses.some(({ address }) => address.startsWith(`${prefix}.`)),
    );
  for (let tries = 0; taken() !== undefined; tries++) {
    const [name = ""] = taken() ?? [];
    if (tries > 100 || !name.startsWith("mlp"))
      throw new Error(`${name} of this machine has the network ${prefix}.0/24`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
