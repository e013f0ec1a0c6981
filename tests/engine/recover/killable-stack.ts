import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  LocalWorkspace,
  PulumiCommand,
  type EngineEvent,
  type ProjectSettings,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import { processState } from "../../../cli/stack/process-state";
import type { ResourceRecord, State } from "../../../cli/stack/state";
import { kubernetesPlugin, type ProviderPlugin } from "../providers/plugin";
import { type Encrypted, PASSPHRASE } from "../stack/decrypt";
import { programEnds } from "../stack/program-ended";
import { quickStack } from "../stack/quick-stack";
import type { Toolchain } from "../toolchain";
import { Watchdog } from "../toolchain/watchdog";

/** A stack whose engine can be killed as the operating system would: at once, alone or with all that it started. */
export interface KillableStack {
  readonly stack: Stack;
  /** The state as it lies on disk, secrets encrypted. */
  readState(): Promise<Deployment>;
  /** The stack's project, to be planned. */
  readonly project: string;
  /**
   * Starts an update and kills it when `moment` says so; resolves to whether it was killed before it had ended. Providers
   * outlive an engine that is killed alone, as real ones do, and end what they have begun. The lock of a killed update stays
   * if the command can release it by itself; else it is released here, as a user must do then.
   */
  upUntil(moment: (event: EngineEvent) => boolean | Promise<boolean>, victim?: Victim): Promise<boolean>;
  /** Ends the providers that outlived their engines; real ones end by themselves, within five minutes. */
  endOrphanedProviders(): void;
  /** Makes the state what it is when the engine is killed after these resources were created and before it knew. */
  cutOff(...names: string[]): Promise<void>;
  /** Lays a lock as the engine does; returns how to take it away. */
  lockAs(owner: Owner): Promise<() => Promise<void>>;
  dispose(): Promise<void>;
}

/** What a kill takes with it: `kill -9` only the engine, the end of a container all of it. */
export type Victim = "engine alone" | "whole tree";

/**
 * Whether this computer can tell that a process has ended. In a container it cannot, and the command then refuses to release
 * a lock. No process has a number as large as this one (include/linux/threads.h, `PID_MAX_LIMIT`).
 */
export const canSeeEnds = (): boolean => processState(2 ** 22) === "ended";

/** Whom a lock names. */
export interface Owner {
  readonly pid: number;
  readonly hostname: string;
  readonly timestamp: Date;
}

/** What a stack in a cloud needs besides. */
interface CloudAccess {
  readonly providers: readonly ProviderPlugin[];
  readonly env: Readonly<Record<string, string>>;
  /** The stack's config, by full key. @default none */
  readonly config?: Readonly<Record<string, string>>;
}

/** Makes such a stack, in a temporary folder. */
export async function killableStack(
  program: PulumiFn,
  tools: Toolchain,
  cloud: CloudAccess = { providers: [], env: {} },
): Promise<KillableStack> {
  const root = await mkdtemp(join(tmpdir(), "mlplatform-recover-"));
  const watchdog = new Watchdog(root);
  const folder = async (name: string) => (await mkdir(join(root, name), { recursive: true }), join(root, name));
  const pidFile = join(root, "pid");
  const script = join(await folder("cli/bin"), "pulumi");
  await writeFile(
    script,
    `#!/bin/sh\n[ "$1" != up ] || echo $$ > '${pidFile}'\nexec '${join(tools.pulumiRoot, "bin/pulumi")}' "$@"\n`,
    { mode: 0o755 },
  );

  const project = "mlplatform";
  const orphans = join(root, "orphans");
  const provider = await countedProvider(await folder("provider"), orphans, kubernetesPlugin(tools));
  const showAllProcesses = await hideOtherProcesses(await folder("ps"), provider.path);
  const projectSettings = {
    name: project,
    runtime: "nodejs",
    plugins: { providers: [provider, ...cloud.providers] },
  };
  const made = await LocalWorkspace.createStack(
    { stackName: "test", projectName: project, program },
    {
      pulumiCommand: await PulumiCommand.get({ root: join(root, "cli") }),
      pulumiHome: await folder("home"),
      workDir: await folder("work"),
      envVars: {
        PULUMI_BACKEND_URL: `file://${await folder("state")}`,
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        KUBECONFIG: join(root, "no-kubeconfig"),
        TMPDIR: await folder("tmp"),
        ...cloud.env,
      },
      projectSettings: projectSettings as ProjectSettings,
    },
  );

  const config = Object.entries(cloud.config ?? {}).map(([key, value]) => [key, { value }] as const);
  if (config.length > 0) await made.setAllConfig(Object.fromEntries(config));
  const file = join(root, "state/.pulumi/stacks", project, `${made.name}.json`);
  const stack = quickStack(made, () => readState(file));

  const endOrphanedProviders = () => {
    const started = existsSync(orphans) ? readFileSync(orphans, "utf8").trim().split("\n") : [];
    for (const pid of started.map(Number).filter(isProvider)) signal(pid, "SIGKILL");
    rmSync(orphans, { force: true });
  };

  return {
    stack,
    readState: () => readState(file),
    project,
    endOrphanedProviders,
    dispose: () => {
      endOrphanedProviders();
      showAllProcesses();
      return watchdog.dismiss();
    },
    async cutOff(...names) {
      // What depends on them cannot have been there yet.
      const target = dependents((await readState(file)).resources, names);
      if (target.length > 0) await stack.destroy({ target, color: "never" });
      await cutOff(file, names);
    },
    async lockAs(owner) {
      const file = join(
        await folder(`state/.pulumi/locks/organization/${project}/${stack.name}`),
        `${randomUUID()}.json`,
      );
      await writeFile(file, JSON.stringify({ username: "somebody", ...owner }));
      return () => rm(file, { force: true });
    },
    async upUntil(moment, victim = "whole tree") {
      let killed = false;
      const onEvent = (event: EngineEvent): void => {
        void Promise.resolve(moment(event)).then((now) => {
          if (!now || killed || !existsSync(pidFile)) return;
          const pid = Number(readFileSync(pidFile, "utf8"));
          killed = victim === "whole tree" ? killTree(pid) : signal(pid, "SIGKILL");
        });
      };
      // The next run must not begin before this one's program has let go of the SDK, or it is taken for empty.
      const program = programEnds();
      await stack.up({ onEvent, color: "never" }).catch((error: unknown) => {
        if (!killed) throw error;
      });
      await program.wait();
      if ((killed as boolean) && !canSeeEnds()) await stack.cancel();
      return killed;
    },
  };
}

/** The same provider, below the stack's own folder, which writes the number of each of its processes to a file. */
async function countedProvider(folder: string, file: string, { name, path }: ProviderPlugin): Promise<ProviderPlugin> {
  const program = `pulumi-resource-${name}`;
  const own = join(folder, "bin", program);
  await mkdir(join(folder, "bin"));
  await symlink(join(path, program), own);
  const script = `#!/bin/sh\necho $$ >> '${file}'\nexec '${own}' "$@"\n`;
  await writeFile(join(folder, program), script, { mode: 0o755 });
  return { name, path: folder };
}

/**
 * Lets the command under test see only the processes of programs below a folder; returns how to show it all again.
 *
 * A recovery waits while any provider on the computer has lost its engine, because nothing tells which stack a provider is
 * of. So suites that kill engines at the same time would wait for the providers of one another.
 */
async function hideOtherProcesses(bin: string, folder: string): Promise<() => void> {
  const { PATH: searchPath = "" } = process.env;
  const script = `#!/bin/sh\nPATH='${searchPath}'\nps "$@" | grep -F '${folder}/'\nexit 0\n`;
  await writeFile(join(bin, "ps"), script, { mode: 0o755 });
  process.env["PATH"] = `${bin}:${searchPath}`;
  return () => void (process.env["PATH"] = searchPath);
}

/** Whether a process number still is that of a provider. */
function isProvider(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("pulumi-resource-kubernetes");
  } catch {
    return false; // it has ended
  }
}

type Deployment = State["deployment"] & Encrypted & { readonly resources: readonly Dependent[] };
type Dependent = ResourceRecord & { readonly dependencies?: readonly string[] };

const isNamed = ({ urn, custom }: ResourceRecord, names: readonly string[]): boolean =>
  custom && names.some((name) => urn.endsWith(`::${name}`));

/** URNs of what comes after these resources; in a state, dependencies stand before what depends on them. */
function dependents(resources: readonly Dependent[], names: readonly string[]): string[] {
  const found = new Set(resources.filter((resource) => isNamed(resource, names)).map(({ urn }) => urn));
  const named = found.size;
  for (const { urn, dependencies = [] } of resources) {
    if (dependencies.some((dependency) => found.has(dependency))) found.add(urn);
  }
  return [...found].slice(named);
}

interface Checkpoint {
  readonly checkpoint: { readonly latest: Deployment };
}

const readState = async (file: string): Promise<Deployment> =>
  (JSON.parse(await readFile(file, "utf8")) as Checkpoint).checkpoint.latest;

/** A pending create has what the provider had checked, and neither id nor outputs (pkg/v3 3.246, backend/snapshot.go). */
async function cutOff(file: string, names: readonly string[]): Promise<void> {
  const content = JSON.parse(await readFile(file, "utf8")) as Checkpoint;
  const { resources, ...rest } = content.checkpoint.latest;
  const pending = resources
    .filter((resource) => isNamed(resource, names))
    .map(({ id: _, outputs: __, created: ___, ...resource }) => ({ type: "creating", resource }));
  if (pending.length !== names.length) throw new Error(`not all of ${names.join(", ")} are in the state`);
  const known = resources.filter((resource) => !isNamed(resource, names));
  const latest = { ...rest, resources: known, pending_operations: pending };
  await writeFile(file, JSON.stringify({ ...content, checkpoint: { ...content.checkpoint, latest } }));
}

/** Kills a process and all below it; false where it has ended. First they are stopped, so that none starts another. */
function killTree(root: number): boolean {
  const stopped = new Set<number>();
  for (let found = [root]; found.length > 0; found = childrenOf(stopped).filter((pid) => !stopped.has(pid))) {
    for (const pid of found) {
      stopped.add(pid);
      signal(pid, "SIGSTOP");
    }
  }
  return [...stopped].map((pid) => signal(pid, "SIGKILL"))[0] ?? false;
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false; // it has ended
  }
}

function childrenOf(parents: ReadonlySet<number>): number[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      // `pid (command) state ppid …`; a command may hold spaces and brackets.
      const parent = readFileSync(`/proc/${entry}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1];
      return parents.has(Number(parent)) ? [Number(entry)] : [];
    } catch {
      return []; // it has ended
    }
  });
}
