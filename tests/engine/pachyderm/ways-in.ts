import { join } from "node:path";
import { locateContracts } from "../../contracts/contracts-dir";
import type { TestCluster } from "../cluster";

/** The definitions of objects of which routes consist. */
const DEFINITIONS = [
  "emissary/crds/v3alpha1.yaml",
  "istio/crds/virtualservices.networking.istio.io.yaml",
  "istio/crds/destinationrules.networking.istio.io.yaml",
];

/** Lets the API server know the objects of routes; returns how to take that back. */
export async function serveRoutes(cluster: TestCluster): Promise<() => Promise<void>> {
  const place = locateContracts(process.env);
  if ("absent" in place) throw new Error(place.absent);
  const files = DEFINITIONS.flatMap((file) => ["-f", join(place.dir, file)]);
  await cluster.kubectl("apply", ...files);
  await cluster.kubectl("wait", "--for=condition=Established", ...files);
  return () => cluster.kubectl("delete", ...files).then(() => undefined);
}

/**
 * What stands behind an address, by the Services and routes in the API server: its scheme and port, and each way to a Service in words.
 * Throws if one leads to a Service or port that does not exist.
 */
export async function waysOf(cluster: TestCluster, namespace: string, address: string): Promise<string[]> {
  const { protocol, hostname, port } = new URL(address);
  const named = port || (protocol === "https:" ? "443" : "80");
  const services = await listed(cluster, `/api/v1/namespaces/${namespace}/services`);
  const serviceAt = (name: string, number: number | string): string => {
    const service = services.find(({ metadata }) => metadata.name === name);
    if (!service?.spec.ports?.some((one) => String(one.port) === String(number))) {
      throw new Error(`${address} leads to ${namespace}/${name}:${String(number)}, which does not exist`);
    }
    return `${service.spec.type ?? ""} Service ${name}:${String(number)}`;
  };
  const direct = services
    .filter(({ metadata, status }) => {
      const addresses = status?.loadBalancer?.ingress?.flatMap((one) => [one.hostname, one.ip]) ?? [];
      return [`${metadata.name}.${namespace}.svc.cluster.local`, ...addresses].includes(hostname);
    })
    .map(({ metadata }) => serviceAt(metadata.name, named));
  const routes: string[] = [];
  for (const [kind, { group, plural, destinations }] of Object.entries(ROUTES)) {
    for (const { metadata, spec } of await listed(cluster, `/apis/${group}/namespaces/${namespace}/${plural}`)) {
      for (const { host, to, port: number } of destinations(spec, namespace)) {
        const [service = "", inNamespace] = to.split(".");
        if (host !== hostname) continue;
        if (inNamespace !== namespace) throw new Error(`${kind} ${metadata.name} leads to another namespace: ${to}`);
        routes.push(`${kind} ${metadata.name}, ${serviceAt(service, number)}`);
      }
    }
  }
  return [`${protocol.replace(":", "")} ${named}`, ...direct, ...routes.sort()];
}

async function listed(cluster: TestCluster, path: string): Promise<ApiObject[]> {
  return ((await cluster.api.get(path)) as { items: ApiObject[] }).items;
}

/** A host of a route, and the Service to which its requests go as `<name>.<namespace>`. */
interface Destination {
  readonly host: string;
  readonly to: string;
  readonly port: number | string;
}

/** The kinds of routes. */
const ROUTES: Readonly<
  Record<string, { group: string; plural: string; destinations: (spec: Spec, namespace: string) => Destination[] }>
> = {
  Mapping: {
    group: "getambassador.io/v3alpha1",
    plural: "mappings",
    destinations({ hostname: host = "", service = "" }) {
      const [to = "", port = ""] = service.split(":");
      return [{ host, to, port }];
    },
  },
  Ingress: {
    group: "networking.k8s.io/v1",
    plural: "ingresses",
    destinations: ({ rules = [] }, namespace) =>
      rules.flatMap(({ host, http: { paths } }) =>
        paths.map(({ backend: { service } }) => ({
          host,
          to: `${service.name}.${namespace}`,
          port: service.port.number,
        })),
      ),
  },
  VirtualService: {
    group: "networking.istio.io/v1",
    plural: "virtualservices",
    destinations: ({ hosts = [], http = [] }) =>
      hosts.flatMap((host) =>
        http.flatMap(({ route }) =>
          route.map(({ destination }) => ({ host, to: destination.host, port: destination.port.number })),
        ),
      ),
  },
};

/** The fields of Services, Mappings, Ingresses and VirtualServices that are read here. */
interface ApiObject {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[] };
  };
  readonly spec: Spec;
}

interface Spec {
  readonly type?: string;
  readonly ports?: readonly { readonly port: number }[];
  readonly hostname?: string;
  readonly service?: string;
  readonly rules?: readonly {
    readonly host: string;
    readonly http: {
      readonly paths: readonly {
        readonly backend: { readonly service: { readonly name: string; readonly port: { readonly number: number } } };
      }[];
    };
  }[];
  readonly hosts?: readonly string[];
  readonly http?: readonly {
    readonly route: readonly {
      readonly destination: { readonly host: string; readonly port: { readonly number: number } };
    }[];
  }[];
}
