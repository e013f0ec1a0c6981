/**
 * What `mlplatform init` writes for a target: plain data, so that all targets can be offered at once. Each target's folder exports one
 * as `starter` from `starter.ts`. Code is written as Prettier formats it at 80 columns, indented by nothing.
 */
export interface TargetStarter {
  /** The target in a few words, for the list of targets: `Amazon EKS`. */
  readonly title: string;
  /** Whether a new project has this target unless another one is named; true for one target. @default false */
  readonly byDefault?: boolean;
  /** What `setup` and `cluster` import from `pulumi-mlplatform`; a type begins with `type `. @default nothing */
  readonly imports?: readonly string[];
  /** Statements before the cluster. @default none */
  readonly setup?: string;
  /** The inputs of `MlCluster`. */
  readonly cluster: string;
  /** The inputs of `IngressLayer` that decide who reaches the gateway. */
  readonly gateway: string;
  /** The config keys that `setup`, `cluster` and `gateway` read. */
  readonly config: readonly StarterSetting[];
  /** Further files of the project, by name. Values of `config` may name them. @default none */
  readonly files?: Readonly<Record<string, string>>;
  /** What follows `npx mlplatform up` in the README of the project. @default nothing */
  readonly afterwards?: string;
}

/** A config key of a new project. */
export interface StarterSetting {
  readonly key: string;
  /** The type in `Pulumi.yaml`; `list` is a list of texts. */
  readonly type: "string" | "boolean" | "list";
  /** What it means, for `Pulumi.yaml` and for the wizard. */
  readonly description: string;
  /** The value of every stack that sets none. @default none; the wizard asks for the value */
  readonly preset?: string | boolean;
  /**
   * A value with which the project can be planned, and which only the user can replace by the real one. It is written into the config
   * of the stack `dev`, the README of the project says that it must be replaced, and `mlplatform up` refuses it.
   */
  readonly placeholder?: string | readonly string[];
  /** Whether the wizard asks for a value although there is a preset. @default false */
  readonly asked?: boolean;
  /** The form of the value, or of each item of a list. @default any */
  readonly form?: RegExp;
}

/** The form of a CIDR block, roughly: the plan checks it in full. */
export const CIDR_BLOCK = /^[0-9a-f.:]+\/\d{1,3}$/i;

/** What `mlplatform init` writes for one target. */
export const starterOf = (target: string): TargetStarter =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require(`./${target}/starter`) as { starter: TargetStarter }).starter;

/** Who may reach the API server of a cluster in a cloud. */
export const API_CIDRS: StarterSetting = {
  key: "apiCidrs",
  type: "list",
  description: "CIDR blocks that may reach the API server, among them your own",
  placeholder: ["203.0.113.0/24"],
  form: CIDR_BLOCK,
};

/** Who may reach the gateway. */
export const SOURCE_RANGES: StarterSetting = {
  key: "sourceRanges",
  type: "list",
  description: "CIDR blocks that may reach the gateway",
  placeholder: ["203.0.113.0/24"],
  form: CIDR_BLOCK,
};

/** Whether the cluster is protected. */
export const DELETION_PROTECTION: StarterSetting = {
  key: "deletionProtection",
  type: "boolean",
  description: "Whether the cluster is safe from a destroy",
  preset: true,
};
