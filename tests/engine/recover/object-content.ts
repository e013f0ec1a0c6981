import type { AnyObject } from "../cluster";
import { missing, neverReady } from "../cluster/stages";

/** What was asked of an object: without what the cluster writes itself, or what is another each time. */
export function contentOf({ status: _, ...object }: AnyObject): unknown {
  const { name, namespace, labels, annotations, ownerReferences = [], finalizers } = object.metadata;
  const metadata = {
    name,
    namespace,
    labels: without(labels, "modifiedAt"), // Helm's, on its records
    // The controller adds this one after some changes only, so an object may have no annotations at all.
    annotations: nonEmpty(without(annotations, "endpoints.kubernetes.io/last-change-trigger-time")),
    owners: ownerReferences.map((owner) => `${owner.kind} ${owner.name}`),
    finalizers,
  };
  const content = { ...object, ...OF_KIND[object.kind]?.(object), metadata };
  return JSON.parse(JSON.stringify(content, (key, value: unknown) => (BY_CHANCE.includes(key) ? undefined : value)));
}

/** Charts make their certificates anew at each install, and a stand-in notes what the API server did not serve yet. */
const BY_CHANCE = ["caBundle", missing, neverReady];

const OF_KIND: Readonly<Record<string, ((object: AnyObject) => object) | undefined>> = {
  // Addresses and ports that nobody asked for come from a pool.
  Service: ({ spec }) => ({ spec: withoutPorts(without(spec as Fields | undefined, "clusterIP", "clusterIPs")) }),
  Endpoints: () => ({ subsets: undefined }),
  // Keys of certificates, and Helm's records, which hold times.
  Secret: ({ data }) => ({ data: Object.keys(data ?? {}) }),
};

type Fields = Readonly<Record<string, unknown>>;

function withoutPorts(spec: Fields | undefined): object {
  const ports = (spec?.["ports"] ?? []) as Fields[];
  return { ...spec, ports: ports.map((port) => without(port, "nodePort")), healthCheckNodePort: undefined };
}

const nonEmpty = (fields: Fields | undefined): Fields | undefined =>
  fields === undefined || Object.keys(fields).length === 0 ? undefined : fields;

function without(fields: Fields | undefined, ...names: string[]): Fields | undefined {
  return fields && Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
