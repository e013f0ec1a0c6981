import { SECRET, UNKNOWN, type PlainValue } from "./graph";
import { UNKNOWN_ON_WIRE } from "./signatures";

/** The outputs of a resource that are known although no provider runs. */
export interface KnownOutputs {
  /** The id that the provider would give it; absent if only the provider can know it. */
  readonly id?: string;
  /** Outputs besides the inputs. (A provider returns the inputs as outputs, too.) */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** Returns the known outputs of a resource. */
export type OutputModel = (type: string, name: string, inputs: Inputs) => KnownOutputs;

type Inputs = Readonly<Record<string, PlainValue>>;

/**
 * Only the inputs are known, as in a preview of a resource that does not exist yet. The unique id of the namespace kube-system, which
 * identifies a cluster, is among its metadata, of which the rest is known.
 */
export const nothingKnown: OutputModel = (type, _name, { metadata }) =>
  type === "kubernetes:core/v1:Namespace" && (metadata as Inputs | undefined)?.["name"] === "kube-system"
    ? { outputs: { metadata: { ...(metadata as Inputs), uid: UNKNOWN_ON_WIRE } } }
    : {};

/** Outputs that follow from the inputs. Each entry of the table is for one type, or for all types of a package. */
export const followsFromInputs: OutputModel = (type, name, inputs) => {
  const [pkg = ""] = type.split(":");
  return (MODELS[type] ?? MODELS[`${pkg}:*`] ?? nothingKnown)(type, name, inputs);
};

const MODELS: Readonly<Record<string, OutputModel>> = {
  // kubernetes provider 4.32, helm_release.go `setReleaseAttributes`: name and namespace are those of the inputs.
  "kubernetes:helm.sh/v3:Release": (_type, _name, inputs) => {
    const { name, version } = inputs;
    const namespace = inputs["namespace"] ?? "default";
    if (!isKnownText(name) || !isKnownText(namespace)) return {};
    const status = { name, namespace, revision: 1, status: "deployed" };
    return { id: `${namespace}/${name}`, outputs: { status: isKnownText(version) ? { ...status, version } : status } };
  },
  "kubernetes:core/v1:Namespace": (type, name, inputs) => ({
    ...objectId(type, name, inputs),
    ...nothingKnown(type, name, inputs),
  }),
  "kubernetes:*": (type, name, inputs) => objectId(type, name, inputs),
};

/** The id of a Kubernetes object is `namespace/name`, or `name` if it belongs to the whole cluster. */
const objectId: OutputModel = (_type, _name, inputs) => {
  const { name, namespace } = (inputs["metadata"] ?? {}) as Inputs;
  if (!isKnownText(name)) return {};
  if (namespace === undefined) return { id: name };
  return isKnownText(namespace) ? { id: `${namespace}/${name}` } : {};
};

function isKnownText(value: PlainValue | undefined): value is string {
  return typeof value === "string" && value !== UNKNOWN && value !== SECRET;
}
