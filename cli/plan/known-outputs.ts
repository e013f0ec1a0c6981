import { SECRET, UNKNOWN, type PlainValue } from "./graph";

/** What can be said about a resource before any provider ran. */
export interface KnownOutputs {
  /** The id the provider would give it; absent when only the provider can know. */
  readonly id?: string;
  /** Outputs besides the inputs, which a provider echoes. */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** Says what is known about a resource. */
export type OutputModel = (type: string, name: string, inputs: Inputs) => KnownOutputs;

type Inputs = Readonly<Record<string, PlainValue>>;

/** Nothing is known but the inputs: what a real preview shows of something that does not exist yet. */
export const nothingKnown: OutputModel = () => ({});

/** What follows from the inputs alone. Each entry of the table is one type, or all types of a package. */
export const followsFromInputs: OutputModel = (type, name, inputs) => {
  const [pkg = ""] = type.split(":");
  return (MODELS[type] ?? MODELS[`${pkg}:*`] ?? nothingKnown)(type, name, inputs);
};

const MODELS: Readonly<Record<string, OutputModel>> = {
  // kubernetes provider 4.32, helm_release.go `setReleaseAttributes`: the name and namespace it was asked for.
  "kubernetes:helm.sh/v3:Release": (_type, _name, inputs) => {
    const { name, version } = inputs;
    const namespace = inputs["namespace"] ?? "default";
    if (!isKnownText(name) || !isKnownText(namespace)) return {};
    const status = { name, namespace, revision: 1, status: "deployed" };
    return { id: `${namespace}/${name}`, outputs: { status: isKnownText(version) ? { ...status, version } : status } };
  },
  // Objects of Kubernetes are identified by `namespace/name`, or by `name` alone where they are cluster-wide.
  "kubernetes:*": (_type, _name, inputs) => {
    const { name, namespace } = (inputs["metadata"] ?? {}) as Inputs;
    if (!isKnownText(name)) return {};
    if (namespace === undefined) return { id: name };
    return isKnownText(namespace) ? { id: `${namespace}/${name}` } : {};
  },
};

function isKnownText(value: PlainValue | undefined): value is string {
  return typeof value === "string" && value !== UNKNOWN && value !== SECRET;
}
