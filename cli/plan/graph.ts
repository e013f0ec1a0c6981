/** A value as a plan prints it: secrets and unknown values are replaced by {@link SECRET} and {@link UNKNOWN}. */
export type PlainValue =
  null | boolean | number | string | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** Stands where a secret was. A plan never holds the secret itself. */
export const SECRET = "[secret]";

/** Stands where only the real provider can know the value. */
export const UNKNOWN = "[unknown]";

/** A bag of properties, with the exact paths of what was replaced in it. */
export interface Properties {
  readonly values: Readonly<Record<string, PlainValue>>;
  /** Paths of secrets, such as `values.auth.password` or `env[0].value`, sorted. */
  readonly secrets: readonly string[];
  /** Paths of values that are not known before the provider ran, sorted. */
  readonly unknowns: readonly string[];
}

/** One resource of a plan, after the engine's own rules (inherited provider, protection, retention) were applied. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; absent for the stack itself. */
  readonly parent?: string;
  /** True for what a provider manages, false for components. */
  readonly custom: boolean;
  /** True for a component that a plugin constructs; its children are not part of the plan. */
  readonly remote: boolean;
  /** True for what is only looked up (`X.get(…)`), never created or destroyed. */
  readonly read: boolean;
  readonly inputs: Properties;
  /** What the resource is known to output in this run; `undefined` for components without registered outputs. */
  readonly outputs?: Properties;
  /** How often a component registered its outputs; one is right. */
  readonly outputsRegistered: number;
  /** URNs of everything this resource waits for, explicit and through its inputs. */
  readonly dependencies: readonly string[];
  /** Per top-level input, the URNs it came from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** URN of the provider; absent means the package's default provider. */
  readonly provider?: string;
  /** Per package, the URN of the provider that children inherit. */
  readonly providers: Readonly<Record<string, string>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** URN of the resource whose deletion takes this one along. */
  readonly deletedWith?: string;
  readonly replaceWith: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly PlannedAlias[];
  /** Provider id of an object that exists already: imported, or read. */
  readonly importId?: string;
  readonly customTimeouts?: Readonly<Record<string, string>>;
  /** Version of the provider plugin that the SDK asked for. */
  readonly pluginVersion?: string;
  /** Where the program (or the component) made it: `components/ml-cluster/index.ts:40`, relative to the project. */
  readonly source?: string;
}

/** A former identity of a resource. */
export type PlannedAlias = { readonly urn: string } | Readonly<Record<string, string | boolean>>;

/** A data source or method the program asked while it ran. */
export interface PlannedCall {
  readonly token: string;
  readonly args: Properties;
}

/** Everything a program would create, in the order it was registered. The stack itself comes first. */
export interface PlanGraph {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly PlannedResource[];
  readonly calls: readonly PlannedCall[];
}

/** Type of the root of every plan. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** True for the root of the plan. */
export const isStack = (resource: PlannedResource): boolean => resource.type === STACK_TYPE;

/** True for a provider, such as a connection to a cluster. */
export const isProvider = (resource: PlannedResource): boolean => resource.type.startsWith("pulumi:providers:");

/** True for a component of ours or of a plugin, the stack left out. */
export const isComponent = (resource: PlannedResource): boolean => !resource.custom && !isStack(resource);

/** The children of a resource, in the order of registration. */
export function childrenOf(graph: PlanGraph, urn: string): PlannedResource[] {
  return graph.resources.filter((resource) => resource.parent === urn);
}
