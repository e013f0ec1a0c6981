/** A value as a plan prints it: secrets and unknown values are replaced by {@link SECRET} and {@link UNKNOWN}. */
export type PlainValue =
  null | boolean | number | string | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** Replaces a secret. A plan never holds the secret itself. */
export const SECRET = "[secret]";

/** Replaces a value that only the provider can know. */
export const UNKNOWN = "[unknown]";

/** True for a value that the plan does not show, or does not have. */
export const isHidden = (value: PlainValue | undefined): boolean => value === UNKNOWN || value === SECRET;

/** True for a map of values. */
export const isMap = (value: PlainValue | undefined): value is Readonly<Record<string, PlainValue>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Properties, with the exact paths of the values that were replaced. */
export interface Properties {
  readonly values: Readonly<Record<string, PlainValue>>;
  /** Paths of secrets, such as `values.auth.password` or `env[0].value`, sorted. */
  readonly secrets: readonly string[];
  /** Paths of values that are not known until the provider has run, sorted. */
  readonly unknowns: readonly string[];
}

/** One resource of a plan, after the engine's rules for inherited provider, protection and retention were applied. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; absent for the stack. */
  readonly parent?: string;
  /** True for a resource that a provider manages, false for a component. */
  readonly custom: boolean;
  /** True for a component that a plugin constructs; its children are not part of the plan. */
  readonly remote: boolean;
  /** True for a resource that is only looked up (`X.get(…)`), never created or destroyed. */
  readonly read: boolean;
  readonly inputs: Properties;
  /** The outputs that are known in this run; `undefined` for a component that registered none. */
  readonly outputs?: Properties;
  /** How often a component registered its outputs; a correct component does it once. */
  readonly outputsRegistered: number;
  /** URNs of the resources that this one waits for, through `dependsOn` and through its inputs. */
  readonly dependencies: readonly string[];
  /** By top-level input, the URNs of the resources that its value comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** URN of the provider; absent for the package's default provider. */
  readonly provider?: string;
  /** By package, the URN of the provider that children inherit. */
  readonly providers: Readonly<Record<string, string>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** URN of the resource whose deletion deletes this one too. */
  readonly deletedWith?: string;
  readonly replaceWith: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly PlannedAlias[];
  /** Provider id of an existing object that is imported or looked up. */
  readonly importId?: string;
  readonly customTimeouts?: Readonly<Record<string, string>>;
  /** Version of the provider plugin that the SDK asked for. */
  readonly pluginVersion?: string;
  /** The line that created it, in the program or a component: `components/ml-cluster/index.ts:40`, relative to the project. */
  readonly source?: string;
}

/** A former identity of a resource. */
export type PlannedAlias = { readonly urn: string } | Readonly<Record<string, string | boolean>>;

/** A call of a data source or of a method. */
export interface PlannedCall {
  readonly token: string;
  readonly args: Properties;
}

/** Every resource that a program registered, in that order. The stack is the first. */
export interface PlanGraph {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly PlannedResource[];
  readonly calls: readonly PlannedCall[];
}

/** Type of the root of every plan. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** True for the stack, the root of every plan. */
export const isStack = (resource: PlannedResource): boolean => resource.type === STACK_TYPE;

/** True for a provider, such as a connection to a cluster. */
export const isProvider = (resource: PlannedResource): boolean => resource.type.startsWith("pulumi:providers:");

/** True for a component, but not for the stack. */
export const isComponent = (resource: PlannedResource): boolean => !resource.custom && !isStack(resource);

/** The children of a resource, in the order of registration. */
export function childrenOf(graph: PlanGraph, urn: string): PlannedResource[] {
  return graph.resources.filter((resource) => resource.parent === urn);
}
