/**
 * What the rules for plans must know about the resources of a cloud, by type token: plain data. A target's folder has it in
 * `guardrails.ts`; paths of inputs are those of `valueAt`, such as `scalingConfig.minSize`.
 */
export interface Guardrails {
  /** Resources with disks, and what must be true of them so that the disks are encrypted. */
  readonly encrypted?: Readonly<Record<string, readonly Requirement[]>>;
  /** The package of type tokens whose disks are always encrypted. */
  readonly encryptingPackage?: string;
  /** Provisioners of storage classes whose disks are encrypted whatever the class says. */
  readonly encryptingProvisioners?: readonly string[];
  /** Groups of nodes that can have GPUs. */
  readonly nodePools?: Readonly<Record<string, NodePoolForm>>;
  /** Resources that hold data, or without which a platform cannot be had back, and what keeps them besides Pulumi. */
  readonly stateful?: Readonly<Record<string, DeletionGuard>>;
  /** Resources that are a login for as long as nobody deletes them. */
  readonly staticKeys?: readonly string[];
  /** Logins that a user of the target brings, or that its cluster made, because its machines or its cluster know no other: paths of inputs. */
  readonly broughtLogins?: Readonly<Record<string, readonly string[]>>;
}

/** What must be true of an input. */
export type Requirement =
  /** It is true, as a boolean or as text. */
  | { readonly input: string }
  /**
   * It is true in each element of a list, except those with an input of `unless`. An empty list meets it only where `mayBeEmpty` is true.
   */
  | {
      readonly each: string;
      readonly input: string;
      readonly unless?: readonly string[];
      readonly mayBeEmpty?: boolean;
    }
  /** It is written. */
  | { readonly present: string };

/** Where a group of nodes says what its nodes are, and how few there can be. */
export interface NodePoolForm {
  /** The input with a list of groups, where a cluster has them; the other paths are then those of an element. @default the resource is one */
  readonly each?: string;
  /** Inputs that show that nodes have GPUs: written at all, or a text of this form. */
  readonly gpus: readonly { readonly input: string; readonly form?: RegExp }[];
  /** Inputs with the least number of nodes. The first that is written counts. */
  readonly least: readonly string[];
  /** The least number of nodes if none of `least` is written. @default 0 */
  readonly leastByDefault?: number;
  /** The input without which the number of nodes never changes. @default the number always can */
  readonly autoscaled?: string;
}

/** What keeps a resource from being deleted. */
export type DeletionGuard =
  /** It is kept if the input is true; `byDefault` says what counts without the input. */
  | { readonly protectedBy: string; readonly byDefault?: boolean }
  /** The cloud keeps what is not empty, unless the input is true. */
  | { readonly emptiedBy: string }
  /** Nothing in the cloud keeps it. */
  | { readonly pulumiOnly: true };
