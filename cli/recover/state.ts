import type { Stack } from "@pulumi/pulumi/automation";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A value as a state holds it; a secret is a map with a mark and its text, encrypted or in the open. */
export type StateValue =
  null | boolean | number | string | readonly StateValue[] | { readonly [key: string]: StateValue };

/** Inputs or outputs of a resource in a state. */
export type StateValues = Readonly<Record<string, StateValue>>;

/** A resource as a state holds it: what is read here, and whatever else there is. */
export interface ResourceRecord {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs?: StateValues;
  readonly outputs?: StateValues;
  /** `<urn>::<id>` of its provider. */
  readonly provider?: string;
  /** Set on what is only read, and belongs to others. */
  readonly external?: boolean;
  /** Set on what is replaced and still to be deleted. */
  readonly delete?: boolean;
  readonly protect?: boolean;
  readonly parent?: string;
  readonly created?: string;
  /** URNs of what it comes after. */
  readonly dependencies?: readonly string[];
  readonly retainOnDelete?: boolean;
  /** Paths of inputs that the program leaves to others. */
  readonly ignoreChanges?: readonly string[];
}

/** What the engine had begun with a resource when it was killed. */
export interface PendingOperation {
  readonly type: "creating" | "updating" | "deleting" | "reading" | "importing";
  readonly resource: ResourceRecord;
}

/** A stack's state, as `pulumi stack export` prints it (sdk/v3 3.246, apitype/deployments.go). */
export interface State {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly ResourceRecord[];
    readonly pending_operations?: readonly PendingOperation[];
  };
}

/** Reads the state, secrets encrypted: the Automation API's own export decrypts them, and its import writes that to a file. */
export async function exportState(stack: Stack): Promise<State> {
  return JSON.parse(await pulumi(stack, ["stack", "export"])) as State;
}

/** Reads the state with its secrets in the open, to be kept in memory. */
export async function revealState(stack: Stack): Promise<State> {
  return JSON.parse(await pulumi(stack, ["stack", "export", "--show-secrets"])) as State;
}

/** Replaces the state. The engine checks it, and takes every pending operation out (pkg/v3 3.246, cmd/pulumi/stack/io.go). */
export async function importState(stack: Stack, state: State): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "mlplatform-state-"));
  try {
    const file = path.join(folder, "state.json");
    await writeFile(file, JSON.stringify(state), { mode: 0o600 });
    await pulumi(stack, ["stack", "import", "--file", file]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs the Pulumi CLI on the stack; one that fails rejects with the Automation API's errors. */
export async function pulumi({ name, workspace }: Stack, args: readonly string[]): Promise<string> {
  const home: Record<string, string> = workspace.pulumiHome === undefined ? {} : { PULUMI_HOME: workspace.pulumiHome };
  const env: Readonly<Record<string, string>> = { ...home, ...workspace.envVars };
  const command = workspace.pulumiCommand as unknown as Runs;
  const { stdout } = await command.run([...args, "--stack", name], workspace.workDir, env);
  return stdout;
}

/** The part of `PulumiCommand` that its type leaves out (@pulumi/pulumi 3.248, automation/cmd.js). */
interface Runs {
  run(args: string[], cwd: string, env: Readonly<Record<string, string>>): Promise<{ stdout: string }>;
}

/** The resources of a state. */
export const resourcesOf = ({ deployment }: State): readonly ResourceRecord[] => deployment.resources ?? [];

/** What had been begun when the engine was killed. */
export const pendingIn = ({ deployment }: State): readonly PendingOperation[] => deployment.pending_operations ?? [];

/** Whether a resource is a part of an MlCluster, at whatever depth. */
export const isInMlCluster = ({ urn }: Pick<ResourceRecord, "urn">): boolean =>
  (urn.split("::")[2] ?? "").includes("mlplatform:index:MlCluster$");

/** How messages name a resource: `Namespace istio-system`, by its type and its name in the program. */
export function shown({ urn, type }: Pick<ResourceRecord, "urn" | "type">): string {
  return `${type.split(":").at(-1) ?? type} ${urn.split("::").slice(3).join("::")}`;
}
