import { chmodSync, cpSync, writeFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSsh } from "../toolchain";
import { Watchdog } from "../toolchain/watchdog";
import { Host, type HostOptions, type HostParts } from "./host";
import { HostNetwork, run } from "./network";

/** How hosts differ from the usual ones. */
export interface HostsOptions {
  /** The first three numbers of all addresses. @default the network of the on-prem guide */
  readonly prefix?: string;
  /** Programs of this machine that are in folders which the hosts do not see: `/run/host/programs/<name>`. @default none */
  readonly programs?: Readonly<Record<string, string>>;
}

/** Machines with real SSH servers in a network that this machine reaches. */
export class TestHosts {
  readonly all: Host[] = [];

  private constructor(
    private readonly parts: HostParts,
    /** The file of the private key that opens all of them. */
    readonly keyPath: string,
  ) {}

  static async start(
    hosts: readonly HostOptions[],
    { prefix = "192.168.86", programs = {} }: HostsOptions = {},
  ): Promise<TestHosts> {
    const openSshFolder = await openSsh();
    const folder = await mkdtemp(join(tmpdir(), "mlplatform-hosts-"));
    const watchdog = new Watchdog(folder);
    let network: HostNetwork | undefined;
    try {
      await chmod(folder, 0o711); // users of the hosts read the doubles
      const shared = join(folder, "shared");
      await mkdir(shared);
      for (const record of ["commands", "command-lines"]) {
        writeFileSync(join(shared, record), "");
        chmodSync(join(shared, record), 0o666); // not only root runs doubles
      }
      cpSync(join(__dirname, "doubles"), join(shared, "doubles"), { recursive: true });
      await linkPrograms(join(shared, "programs"), programs);
      await run("sh", ["-c", `chmod -R a+rX "$1" && chmod a+x "$1"/doubles/*.sh`, "sh", shared]);
      const keyPath = join(folder, "id_ed25519");
      await run(join(openSshFolder, "bin/ssh-keygen"), ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", keyPath]);
      const publicKey = (await readFile(`${keyPath}.pub`, "utf8")).trim();
      network = await HostNetwork.start(prefix, watchdog);
      const made = new TestHosts({ network, watchdog, folder, openSsh: openSshFolder, publicKey }, keyPath);
      await Promise.all(hosts.map((host) => made.add(host)));
      return made;
    } catch (error) {
      await watchdog.dismiss();
      network?.end();
      throw error;
    }
  }

  /** Another machine. */
  async add(options: HostOptions): Promise<Host> {
    const host = await Host.start(options, this.parts);
    this.all.push(host);
    return host;
  }

  named(hostname: string): Host {
    const host = this.all.find((one) => one.hostname === hostname);
    if (host === undefined) throw new Error(`there is no host ${hostname}`);
    return host;
  }

  /** The address of this machine in their network. */
  get gateway(): string {
    return this.parts.network.gateway;
  }

  /** What all hosts see as `/run/host/shared`. */
  get shared(): string {
    return join(this.parts.folder, "shared");
  }

  /** `PATH` with OpenSSH's programs for users. */
  get path(): string {
    return `${join(this.parts.openSsh, "bin")}:${process.env["PATH"] ?? ""}`;
  }

  /** Ends all processes and removes all files. Happens also by itself when this process ends, however it does. */
  async stop(): Promise<void> {
    await this.parts.watchdog.dismiss();
    this.parts.network.end();
  }
}

/** Links, from which each host mounts the programs. */
async function linkPrograms(folder: string, programs: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, path] of Object.entries(programs)) await symlink(path, join(folder, name));
}
