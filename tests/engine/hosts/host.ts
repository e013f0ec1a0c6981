import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { lstat, mkdir, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Watchdog } from "../toolchain/watchdog";
import { writeLayer } from "./host-layer";
import { type HostNetwork, run } from "./network";

/** A machine to make. */
export interface HostOptions {
  readonly address: string;
  readonly hostname: string;
  /** Whether it has swap in use. @default true */
  readonly swap?: boolean;
}

/** What hosts of one test share. */
export interface HostParts {
  readonly network: HostNetwork;
  readonly watchdog: Watchdog;
  /** The folder of all hosts. */
  readonly folder: string;
  /** The folder with OpenSSH's programs. */
  readonly openSsh: string;
  /** Who may log in: a line of `authorized_keys`. */
  readonly publicKey: string;
}

/** A Linux machine of its own with a real SSH server: namespaces, and a root file system over that of this machine. */
export class Host {
  private process = 0;
  private untouched = new Map<string, Entry>();

  private constructor(
    readonly address: string,
    readonly hostname: string,
    private readonly folder: string,
    private readonly parts: HostParts,
  ) {}

  static async start({ address, hostname, swap = true }: HostOptions, parts: HostParts): Promise<Host> {
    const folder = join(parts.folder, hostname);
    const host = new Host(address, hostname, folder, parts);
    await mkdir(join(folder, "files"), { recursive: true });
    await writeLayer(join(folder, "layer"), hostname, parts.openSsh);
    await host.write("authorized_keys", `${parts.publicKey}\n`);
    await host.write("sshd_config", SSHD_CONFIG);
    await host.write("swaps", `Filename Type Size Used Priority\n${swap ? "/swap.img file 2097148 0 -2\n" : ""}`);
    await host.newHostKey();
    await host.boot();
    return host;
  }

  /** The line of its public key, as `hostKey` of a connection wants it. */
  async hostKey(): Promise<string> {
    return (await readFile(join(this.folder, "files/host_key.pub"), "utf8")).trim();
  }

  /** Its fingerprint: `SHA256:…`. */
  async fingerprint(): Promise<string> {
    const bytes = Buffer.from((await this.hostKey()).split(" ")[1] ?? "", "base64");
    return `SHA256:${createHash("sha256").update(bytes).digest("base64").replace(/=+$/, "")}`;
  }

  /** Gives it another host key, as a machine that was set up anew has. */
  async changeHostKey(): Promise<void> {
    await this.newHostKey();
    process.kill(this.process, "SIGHUP");
    await sleep(300); // until it listens again
    await this.untilListening();
  }

  /** Takes it off the network, or puts it back. */
  async unplug(plugged: "unplugged" | "plugged"): Promise<void> {
    const state = plugged === "plugged" ? "up" : "down";
    await run("nsenter", ["--target", String(this.process), "--net", "ip", "link", "set", "eth0", state]);
    // Else this machine sends to the address that it remembers for half a minute, before it says that there is no route.
    if (plugged === "unplugged") await run("ip", ["neighbour", "flush", "to", this.address]);
  }

  /** Lets this machine reach its SSH server no more. The others of its network still do. */
  async hide(): Promise<void> {
    await this.run(`ip rule add to ${this.parts.network.gateway} ipproto tcp sport 22 blackhole`);
  }

  /** Ends every SSH session with it at once, as a network does that loses them. */
  async dropSessions(): Promise<void> {
    const sessions = `for process in /proc/[0-9]*; do
      case $process:$(cat "$process/comm" 2>/dev/null) in
        /proc/1:*) ;;
        *:sshd*) kill -9 "\${process#/proc/}" ;;
      esac
    done`;
    await this.run(sessions);
  }

  /** Resolves when no script works on it any more that came by SSH; one goes on when its connection has ended. */
  async untilIdle(): Promise<void> {
    const works = "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -c '[s]h -s -- ' || true";
    while (Number(await this.run(works)) > 0) await sleep(100);
  }

  /** Puts a file where its doubles look for settings; they take it as `/run/host/own/<name>`. */
  async write(name: string, content: string): Promise<void> {
    await writeFile(join(this.folder, "files", name), content, { mode: 0o600 });
  }

  /** Takes such a file away again. */
  async forget(name: string): Promise<void> {
    await rm(join(this.folder, "files", name), { force: true });
  }

  /** Runs a script on it as root. */
  async run(script: string): Promise<string> {
    const target = ["--target", String(this.process), "--mount", "--uts", "--ipc", "--net", "--pid"];
    return (await run("nsenter", [...target, "sh", "-c", script])).stdout;
  }

  /** The text of one of its files. */
  read(path: string): Promise<string> {
    return readFile(join(this.root, path), "utf8");
  }

  /** The files that are not as they were when it started, with their text or the target of a link; what is gone is undefined. */
  async changedFiles(): Promise<ReadonlyMap<string, string | undefined>> {
    const now = await this.files();
    const changed = new Map<string, string | undefined>();
    for (const [path, entry] of now) {
      const before = this.untouched.get(path) ?? (await this.underneath(path));
      if (before?.mode !== entry.mode || before.text !== entry.text) changed.set(path, entry.text);
    }
    for (const path of this.untouched.keys()) if (!now.has(path)) changed.set(path, undefined);
    return changed;
  }

  /** What of RKE2 is left: programs that run, and files. The folder of units stays, as the real uninstallation leaves it too. */
  async leftovers(): Promise<string[]> {
    const changed = [...(await this.changedFiles()).keys()];
    const isUnits = (path: string) => /^\/usr\/local\/lib\/systemd\/(system\/)?$/.test(path);
    return [...(await this.runningPrograms()), ...changed.filter((path) => !isUnits(path))];
  }

  /** Which of its files only their owner can read. */
  async isPrivate(path: string): Promise<boolean> {
    return ((await lstat(join(this.root, path))).mode & 0o077) === 0;
  }

  /** Programs of RKE2 that run on it. */
  async runningPrograms(): Promise<string[]> {
    return (await this.run("cat /run/host/own/units/*.pid 2>/dev/null || true")).split("\n").filter(Boolean);
  }

  private get root(): string {
    return `/proc/${String(this.process)}/root`;
  }

  private async newHostKey(): Promise<void> {
    const file = join(this.folder, "files/host_key");
    const keygen = join(this.parts.openSsh, "bin/ssh-keygen");
    await run("sh", ["-c", 'rm -f "$2" "$2.pub"; exec "$1" -q -t ed25519 -N "" -C "" -f "$2"', "sh", keygen, file]);
  }

  private async boot(): Promise<void> {
    const { network, watchdog, folder } = this.parts;
    const namespaces = ["--mount", "--uts", "--ipc", "--net", "--pid", "--fork", "--kill-child=KILL"];
    const script = [join(__dirname, "start-host.sh"), this.folder, join(folder, "shared"), join(this.folder, "layer")];
    await mkdir(join(this.folder, "memory"), { recursive: true });
    const started = watchdog.spawn("unshare", [...namespaces, "sh", ...script, this.hostname], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    });
    let told = "";
    started.stderr?.setEncoding("utf8").on("data", (text: string) => (told += text));
    started.unref();
    const ended = once(started, "exit").then(() => {
      throw new Error(`the host ${this.hostname} does not start:\n${told}`);
    });
    ended.catch(() => undefined);
    const parent = started.pid ?? 0;
    await Promise.race([ended, this.untilBooted(parent, network)]);
    this.untouched = await this.files();
  }

  private async untilBooted(parent: number, network: HostNetwork): Promise<void> {
    for (;;) {
      const children = await readFile(`/proc/${String(parent)}/task/${String(parent)}/children`, "utf8").catch(
        () => "",
      );
      this.process = Number(children.trim().split(" ")[0]);
      if (this.process > 0) break;
      await sleep(10);
    }
    await network.connect(this.process, this.address);
    await this.untilListening();
  }

  private async untilListening(): Promise<void> {
    for (let tries = 0; tries < 500; tries++) {
      const socket = connect({ host: this.address, port: 22 });
      const listens = await Promise.race([once(socket, "data").catch(() => false), sleep(1000, false)]);
      socket.destroy();
      if (listens !== false) return;
      await sleep(20);
    }
    throw new Error(`the SSH server of ${this.hostname} does not answer`);
  }

  /** What it has written: into the layer over this machine's files, and into folders that are its own. */
  private async files(): Promise<Map<string, Entry>> {
    const files = new Map<string, Entry>();
    const walk = async (folder: string, shown: string): Promise<void> => {
      for (const name of await readdir(folder).catch(() => [] as string[])) {
        const [path, seen] = [join(folder, name), join(shown, name)];
        if (IGNORED.test(seen)) continue;
        const entry = await entryAt(path);
        if (entry !== undefined) files.set(seen, entry);
        else {
          // A folder of this machine is only here because of something in it.
          if (!existsSync(seen)) files.set(`${seen}/`, { mode: 0, text: "" });
          await walk(path, seen);
        }
      }
    };
    await walk(join(this.root, "run/host/upper"), "/");
    for (const folder of ["/tmp", "/run", "/home", "/root"]) await walk(join(this.root, folder), folder);
    return files;
  }

  /** A file of the layers under the one that it writes to. */
  private async underneath(path: string): Promise<Entry | undefined> {
    if (/^\/(tmp|run|home|root)\//.test(path)) return undefined;
    return (await entryAt(join(this.folder, "layer", path))) ?? (await entryAt(path));
  }
}

/** A file, or a link. */
interface Entry {
  readonly mode: number;
  readonly text: string;
}

/** Undefined for a folder, and where there is nothing. */
async function entryAt(path: string): Promise<Entry | undefined> {
  const stat = await lstat(path).catch(() => undefined);
  if (stat === undefined || stat.isDirectory()) return undefined;
  const { mode } = stat;
  if (stat.isSymbolicLink()) return { mode, text: `-> ${await readlink(path)}` };
  // What is no file stands for one that was deleted.
  return { mode, text: stat.isFile() ? await textOf(path) : "deleted" };
}

/** What belongs to the test, to SSH sessions and to sudo. */
const IGNORED = /^\/run\/(host|sshd|sudo|sshd\.pid|utmp)(\/|$)|^\/var\/(log\/(lastlog|wtmp|btmp)|lib\/sudo)(\/|$)/;

async function textOf(path: string): Promise<string> {
  const content = await readFile(path);
  return content.length < 1_000_000 ? content.toString("latin1") : createHash("sha256").update(content).digest("hex");
}

const SSHD_CONFIG = [
  "HostKey /run/host/own/host_key",
  "PidFile none",
  "PasswordAuthentication no",
  "KbdInteractiveAuthentication no",
  "UsePAM no",
  "PrintLastLog no",
  "AcceptEnv LANG LC_*", // as Debian and Ubuntu have it
  "AllowTcpForwarding yes",
  "MaxStartups 100",
  "Subsystem sftp /usr/lib/openssh/sftp-server",
  "",
].join("\n");
