import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Deployed } from "../../../helpers/deploy";
import { scriptOf } from "./graph";

/** What a script printed, and whether it succeeded. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A folder that stands for the root of a machine: the paths in a script are changed to be inside of it. Programs that would change this
 * machine are doubles that write down their call. `tests/engine/hosts` runs the scripts as they are, on hosts of their own.
 */
export class Host {
  readonly root = mkdtempSync(path.join(tmpdir(), "rke2-host-"));
  private readonly bin = path.join(this.root, "doubles");
  private path = `${this.bin}:${process.env["PATH"] ?? ""}`;

  constructor() {
    for (const folder of ["doubles", "etc", "proc/net", "var/lib", "usr/local/bin"]) {
      mkdirSync(path.join(this.root, folder), { recursive: true });
    }
    for (const program of ["swapoff", "swapon", "modprobe", "sysctl", "journalctl", "resolvconf"]) this.double(program);
    this.double("id", "echo 0");
    this.double("uname", `case "$1" in -n) echo S1 ;; *) exec /bin/uname "$@" ;; esac`);
    this.double("timedatectl", "echo yes");
    this.double("systemctl", `case "$1 $2" in "is-active --quiet") [ -f ${this.root}/active ] ;; esac`);
    this.double("curl", `for last; do :; done; while [ "$1" != -o ]; do shift; done; echo "echo installs" >"$2"`);
    this.file("proc/swaps", "Filename Type\n");
    this.file("proc/net/tcp", "");
    this.file("etc/hosts", "127.0.0.1 localhost\n");
  }

  /** A program that writes down its call and then runs these commands. */
  double(name: string, commands = ":", folder = this.bin): void {
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >>'${this.root}/calls'\n${commands}\n`);
    chmodSync(file, 0o755);
  }

  /** RKE2 of this release, as an installation leaves it. */
  installed(release: string): void {
    const folder = path.join(this.root, "usr/local/bin");
    this.double("rke2", `echo 'rke2 version ${release} (abc)'`, folder);
    this.double(
      "rke2-uninstall.sh",
      `rm -rf ${this.root}/etc/rancher ${folder}/rke2 ${folder}/rke2-uninstall.sh`,
      folder,
    );
  }

  /** What kubectl answers: commands of a shell, with the call in `$*`. */
  kubectl(commands: string): void {
    this.double("kubectl", `shift 4\n${commands}`, path.join(this.root, "var/lib/rancher/rke2/bin"));
  }

  /** Takes away all programs but the doubles and the shell. */
  isolate(): void {
    this.path = this.bin;
  }

  file(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.root, name)), { recursive: true });
    writeFileSync(path.join(this.root, name), text);
  }

  read(name: string): string {
    return readFileSync(path.join(this.root, name), "utf8");
  }

  has(name: string): boolean {
    return existsSync(path.join(this.root, name));
  }

  /** The calls of doubles since the last time, without the path of this folder. */
  calls(): string[] {
    const text = this.has("calls") ? this.read("calls") : "";
    writeFileSync(path.join(this.root, "calls"), "");
    return text
      .replaceAll(this.root, "")
      .split("\n")
      .filter((line) => line !== "");
  }

  /** What is in a folder; nothing if it is not there. */
  list = (name: string): string[] => (this.has(name) ? readdirSync(path.join(this.root, name)).sort() : []);

  /** Runs the script of a command with these arguments. */
  run(graph: Deployed, command: string, ...args: string[]): Ran {
    return this.shell("/bin/sh", this.scriptHere(graph, command), args);
  }

  /** Runs the script until this many of its commands have started, and kills it there. */
  killed(at: number, graph: Deployed, command: string, ...args: string[]): void {
    this.traced(`if [ "$STEP" -ge ${String(at)} ]; then kill -9 $$ $BASHPID; fi`, graph, command, args);
  }

  /** The numbers of the commands of a script before which something of the machine has changed. */
  stepsWithChanges(graph: Deployed, command: string, ...args: string[]): number[] {
    const trace = path.join(this.root, "doubles", "trace");
    const all = `find '${this.root}' -path '${this.root}/doubles' -prune -o -type f ! -name calls -exec cksum {} +`;
    this.traced(`echo "$STEP $(${all} | sort | cksum)" >>'${trace}'`, graph, command, args);
    const lines = readFileSync(trace, "utf8").trim().split("\n");
    const seen = lines.map((line) => ({ step: Number(line.split(" ")[0]), state: line.slice(line.indexOf(" ")) }));
    const changed = seen.filter(({ state }, index) => index > 0 && state !== seen[index - 1]?.state);
    return [...new Set(changed.map(({ step }) => step))];
  }

  /** What the machine is like: the texts of all files, without the doubles. */
  state(): Record<string, string> {
    const names = readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.root, path.join(entry.parentPath, entry.name)))
      .filter((name) => name !== "calls" && !name.startsWith("doubles/"));
    return Object.fromEntries(names.sort().map((name) => [name, this.read(name).replaceAll(this.root, "")]));
  }

  /** Runs a script with something that is done before each of its commands. */
  private traced(before: string, graph: Deployed, command: string, args: readonly string[]): void {
    const trap = `set -T; STEP=0; trap 'STEP=$((STEP + 1)); ${before.replaceAll("'", String.raw`'\''`)}' DEBUG\n`;
    this.shell("/bin/bash", trap + this.scriptHere(graph, command), args);
  }

  private scriptHere(graph: Deployed, command: string): string {
    return scriptOf(graph, command)
      .replace(/(?<![\w./}"'\\])\/(?=(?:etc|var|usr|proc|opt|sys)\/)/g, `${this.root}/`)
      .replace(/(["'])\/(?=(?:etc|var|usr|proc|opt|sys)\/)/g, `$1${this.root}/`);
  }

  private shell(shell: string, script: string, args: readonly string[]): Ran {
    const { status, stdout, stderr } = spawnSync(shell, ["-s", "--", ...args], {
      input: script,
      encoding: "utf8",
      env: { PATH: this.path, HOME: this.root },
    });
    return { status, stdout, stderr: stderr.replaceAll(this.root, "") };
  }
}
