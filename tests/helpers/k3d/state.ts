import { appendFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A container, as far as `docker inspect` is asked for it. */
export interface Container {
  readonly Id: string;
  readonly Name: string;
  readonly Config: {
    readonly Image: string;
    readonly Cmd: readonly string[];
    readonly Labels: Readonly<Record<string, string>>;
  };
  /** A container that was created but never started has the year 1. */
  readonly State: { readonly StartedAt: string };
  readonly HostConfig: {
    readonly PortBindings: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[]>>;
  };
}

/** A network, as far as `docker network inspect` is asked for it. */
export interface Network {
  readonly Name: string;
  /** Whether a container is in it. */
  readonly inUse?: boolean;
  readonly IPAM: { readonly Config: readonly { readonly Subnet: string; readonly Gateway: string }[] };
}

/** What is on the machine, and how its commands behave. */
export interface MachineState {
  readonly containers: readonly Container[];
  readonly networks: readonly Network[];
  readonly kubeconfig: string;
  readonly schema?: string | undefined;
  readonly k3dVersion: string;
  readonly dockerIsDown: boolean;
  /** The images of Docker. */
  readonly images: readonly string[];
  /** Whether a registry has the images that Docker pulls. */
  readonly hasImages: boolean;
  /** Whether `k3d cluster create` stops after the first server has started, and waits to be killed. */
  readonly hangs: boolean;
  /** A command that fails so many times, by how its command line begins, and what it says then. @default none */
  readonly failing?: { readonly command: string; readonly text: string; readonly times: number } | undefined;
}

const folder = process.env.MLPLATFORM_MACHINE ?? "";
const file = join(folder, "state.json");

export const readState = (): MachineState => JSON.parse(readFileSync(file, "utf8")) as MachineState;

export function changeState(changed: Partial<MachineState>): void {
  // A test may read the file at the same time, and must not find half of it.
  writeFileSync(`${file}.new`, JSON.stringify({ ...readState(), ...changed }));
  renameSync(`${file}.new`, file);
}

/** Writes down how a double was called, and ends it if it is to fail. */
export function begin(tool: "docker" | "k3d", args: readonly string[]): void {
  const line = [tool, ...args].join(" ");
  record("commands", line);
  const { failing } = readState();
  if (failing === undefined || failing.times === 0 || !line.startsWith(failing.command)) return;
  changeState({ failing: { ...failing, times: failing.times - 1 } });
  fail(failing.text);
}

export function record(log: "commands" | "configs", line: string): void {
  appendFileSync(join(folder, `${log}.log`), `${line}\n`);
}

/** Ends a double as the real command ends when it fails. */
export function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
