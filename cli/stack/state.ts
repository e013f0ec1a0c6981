import type { Stack } from "@pulumi/pulumi/automation";
import { SECRET_SIGNATURE, SIGNATURE } from "../../recorder/signatures";
import { withPrivateFile } from "../private-file";
import { UserError } from "../user-error";
import { pulumi } from "./pulumi";

/** A value in a state. A secret is a map with a mark and the encrypted or decrypted text. */
export type StateValue =
  null | boolean | number | string | readonly StateValue[] | { readonly [key: string]: StateValue };

/** A value as a secret, which the engine encrypts when it imports the state. The value must contain no secret. */
export const secretOf = (value: StateValue): StateValue => ({
  [SIGNATURE]: SECRET_SIGNATURE,
  plaintext: JSON.stringify(value),
});

/** Whether a value is a secret or contains one. */
export const containsSecret = (value: StateValue): boolean => JSON.stringify(value).includes(SECRET_SIGNATURE);

/** Inputs or outputs of a resource in a state. */
export type StateValues = Readonly<Record<string, StateValue>>;

/** A resource in a state. It has more fields than the command reads. */
export interface ResourceRecord {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs?: StateValues;
  readonly outputs?: StateValues;
  /** `<urn>::<id>` of its provider. */
  readonly provider?: string;
  /** Set on a resource that the stack only reads and does not manage. */
  readonly external?: boolean;
  /** Set on a resource that was replaced and must still be deleted. */
  readonly delete?: boolean;
  readonly protect?: boolean;
  readonly parent?: string;
  readonly created?: string;
  /** URNs of the resources that it depends on. */
  readonly dependencies?: readonly string[];
  /** By input, URNs of the resources that it comes from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly retainOnDelete?: boolean;
  /** Errors of an operation that failed after it had changed the resource. */
  readonly initErrors?: readonly string[];
  /** Paths of inputs that the engine does not update. */
  readonly ignoreChanges?: readonly string[];
}

/** An operation that the engine had started when it was killed. */
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

/** Reads the state with encrypted secrets. The Automation API's own export decrypts them, and its import writes them to a file. */
export async function exportState(stack: Stack): Promise<State> {
  return parsed(await pulumi(stack, ["stack", "export"]));
}

/** Reads the state with decrypted secrets. It must stay in memory. */
export async function revealState(stack: Stack): Promise<State> {
  return parsed(await pulumi(stack, ["stack", "export", "--show-secrets"]));
}

/** An error never shows the text, which may contain secrets. */
function parsed(text: string): State {
  try {
    const state = JSON.parse(text) as Partial<State> | null;
    if (typeof state?.deployment === "object") return state as State;
  } catch {
    // reported below
  }
  throw new UserError("pulumi stack export did not print a state. If its file is damaged, restore it from a backup.");
}

/** Replaces the state. The engine checks it and removes every pending operation (pkg/v3 3.246, cmd/pulumi/stack/io.go). */
export async function importState(stack: Stack, state: State): Promise<void> {
  await withPrivateFile("state.json", JSON.stringify(state), (file) =>
    pulumi(stack, ["stack", "import", "--file", file]),
  );
}

/** The type token of a Helm release. */
export const RELEASE_TYPE = "kubernetes:helm.sh/v3:Release";

/** The type token of a model's custom resource. */
export const MODEL_TYPE = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment";

/** The resources of a state. */
export const resourcesOf = ({ deployment }: State): readonly ResourceRecord[] => deployment.resources ?? [];

/** The pending operations of a state. */
export const pendingIn = ({ deployment }: State): readonly PendingOperation[] => deployment.pending_operations ?? [];

/** Whether a resource is part of an MlCluster, at any depth. */
export const isInMlCluster = ({ urn }: Pick<ResourceRecord, "urn">): boolean =>
  (urn.split("::")[2] ?? "").includes("mlplatform:index:MlCluster$");

/** The name of a resource in messages, from its type and its name in the program: `Namespace istio-system`. */
export function label({ urn, type }: Pick<ResourceRecord, "urn" | "type">): string {
  return `${type.split(":").at(-1) ?? type} ${urn.split("::").slice(3).join("::")}`;
}
