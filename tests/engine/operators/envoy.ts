import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestCluster } from "../cluster";
import { freePorts } from "../cluster/free-ports";
import { Programs } from "../cluster/programs";
import { clusterProgram } from "../toolchain";
import type { ControllerProcess } from "./controller-process";
import type { Istiod } from "./istiod";

/** Which gateway an Envoy stands for, and where it finds what the cluster only simulates. */
export interface EnvoyOptions {
  readonly cluster: TestCluster;
  readonly istiod: Istiod;
  /** Namespace of the gateway's pods. */
  readonly namespace: string;
  /** Name of the gateway's release, and so of its service account and of the label `app` of its pods. */
  readonly name: string;
  /** Ports of the gateway, such as 443. Each is served on a free port of loopback. */
  readonly ports: readonly number[];
  /** Which port of loopback answers for a port of a Service: `{ "iris.models.svc.cluster.local:8000": 34567 }`. */
  readonly backends: Readonly<Record<string, number>>;
}

/** A real Envoy in place of the gateway's simulated pods. */
export interface Envoy extends ControllerProcess {
  /** The port on loopback that stands for a port of the gateway. */
  port(ofGateway: number): number;
}

/**
 * Runs an Envoy that gets from istiod what one of the gateway's pods would get. Three objects of the test move addresses to
 * loopback and turn off TLS between pods; everything else is what istiod makes of the objects in the cluster.
 */
export async function startEnvoy(options: EnvoyOptions): Promise<Envoy> {
  const { cluster, namespace, name } = options;
  const program = await clusterProgram("envoy");
  const [admin = 0, ...free] = await freePorts(options.ports.length + 1);
  const ports = new Map(options.ports.map((port, index) => [port, free[index] ?? 0]));
  const pod = await gatewayPod(cluster, namespace, name);
  const tokenFlags = ["--audience=istio-ca", "--duration=2h"];
  const token = (await cluster.kubectl("create", "token", name, "-n", namespace, ...tokenFlags)).trim();

  const programs = new Programs(await mkdtemp(join(tmpdir(), "mlplatform-envoy-")));
  try {
    const items = [loopback(options), movedAddresses(options, ports), plainTextBetweenPods(options)];
    const objects = join(programs.dir, "objects.json");
    await writeFile(objects, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    await cluster.kubectl("apply", "--server-side", "-f", objects);
    const config = join(programs.dir, "bootstrap.json");
    await writeFile(config, JSON.stringify(bootstrap(options, pod, admin, token)), { mode: 0o600 });
    // Envoy wants a space between a flag and its value.
    programs.run(program, {}, { args: ["--config-path", config, "--use-dynamic-base-id", "--concurrency", "1"] });
    // Envoy lists a listener a moment before its worker listens, so only a connection tells.
    await programs.until("Envoy serves the gateway's ports", async () => {
      await Promise.all([...ports.values()].map(connection));
      return true;
    });
  } catch (error) {
    await programs.stop();
    throw error;
  }
  return {
    port: (ofGateway) => ports.get(ofGateway) ?? Number.NaN,
    stop: () => programs.stop(),
  };
}

/** Rejects if nothing listens. */
async function connection(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
  } finally {
    socket.destroy();
  }
}

/** A simulated pod of the gateway. */
interface GatewayPod {
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly status: { readonly podIP: string };
}

async function gatewayPod(cluster: TestCluster, namespace: string, name: string): Promise<GatewayPod> {
  const text = await cluster.kubectl("get", "pods", "-n", namespace, "-l", `app=${name}`, "-o", "json");
  const [pod] = (JSON.parse(text) as { items: GatewayPod[] }).items;
  if (pod === undefined) throw new Error(`namespace ${namespace} has no pod of the gateway ${name}`);
  return pod;
}

/** Host of the mesh whose ports are those of servers on loopback. The API server refuses such addresses in EndpointSlices. */
const loopbackHost = ({ namespace }: EnvoyOptions): string => `loopback.${namespace}.test`;

const loopback = (options: EnvoyOptions) => ({
  apiVersion: "networking.istio.io/v1",
  kind: "ServiceEntry",
  metadata: { name: "loopback", namespace: options.namespace },
  spec: {
    hosts: [loopbackHost(options)],
    location: "MESH_EXTERNAL",
    resolution: "STATIC",
    endpoints: [{ address: "127.0.0.1" }],
    ports: [...new Set(Object.values(options.backends))].map((number) => ({
      number,
      name: `http-${number}`,
      protocol: "HTTP",
    })),
  },
});

/** Moves the gateway's listeners to loopback, and has servers on loopback answer in place of simulated pods. */
const movedAddresses = (options: EnvoyOptions, ports: ReadonlyMap<number, number>) => ({
  apiVersion: "networking.istio.io/v1alpha3",
  kind: "EnvoyFilter",
  metadata: { name: "loopback", namespace: options.namespace },
  spec: {
    workloadSelector: { labels: { app: options.name } },
    configPatches: [
      ...[...ports].map(([from, to]) => ({
        applyTo: "LISTENER",
        match: { context: "GATEWAY", listener: { portNumber: from } },
        patch: { operation: "MERGE", value: { address: loopbackAddress(to) } },
      })),
      // Only the name by which Envoy asks istiod for endpoints changes. A Service that istiod does not know still has no cluster.
      ...Object.entries(options.backends).map(([destination, port]) => {
        const [service, portNumber] = destination.split(":");
        const service_name = `outbound|${port}||${loopbackHost(options)}`;
        return {
          applyTo: "CLUSTER",
          match: { context: "GATEWAY", cluster: { service, portNumber: Number(portNumber) } },
          patch: { operation: "MERGE", value: { eds_cluster_config: { service_name } } },
        };
      }),
    ],
  },
});

/** Nothing gives this Envoy a certificate for TLS between pods. A policy in the namespace of istiod is for the whole mesh. */
const plainTextBetweenPods = ({ istiod }: EnvoyOptions) => ({
  apiVersion: "security.istio.io/v1",
  kind: "PeerAuthentication",
  metadata: { name: "plain-text", namespace: istiod.namespace },
  spec: { mtls: { mode: "DISABLE" } },
});

const loopbackAddress = (port: number) => ({ socket_address: { address: "127.0.0.1", port_value: port } });

/** What a gateway's pod tells istiod about itself, and how it reaches it. */
function bootstrap(
  { istiod, namespace, name }: EnvoyOptions,
  { metadata, status: { podIP } }: GatewayPod,
  admin: number,
  token: string,
) {
  const service = {
    envoy_grpc: { cluster_name: "istiod" },
    initial_metadata: [{ key: "authorization", value: `Bearer ${token}` }],
  };
  const fromStream = { ads: {}, resource_api_version: "V3", initial_fetch_timeout: "0s" };
  const httpOptions = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
  return {
    node: {
      id: `router~${podIP}~${metadata.name}.${namespace}~${namespace}.svc.cluster.local`,
      cluster: `${name}.${namespace}`,
      metadata: {
        NAME: metadata.name,
        NAMESPACE: namespace,
        LABELS: metadata.labels,
        SERVICE_ACCOUNT: name,
        CLUSTER_ID: "Kubernetes",
        INSTANCE_IPS: podIP,
      },
    },
    admin: { address: loopbackAddress(admin) },
    dynamic_resources: {
      ads_config: { api_type: "GRPC", transport_api_version: "V3", grpc_services: [service] },
      cds_config: fromStream,
      lds_config: fromStream,
    },
    static_resources: {
      clusters: [
        {
          name: "istiod",
          type: "STATIC",
          connect_timeout: "5s",
          typed_extension_protocol_options: {
            [httpOptions]: {
              "@type": `type.googleapis.com/${httpOptions}`,
              explicit_http_config: { http2_protocol_options: {} },
            },
          },
          load_assignment: {
            cluster_name: "istiod",
            endpoints: [{ lb_endpoints: [{ endpoint: { address: loopbackAddress(istiod.xdsPort) } }] }],
          },
        },
      ],
    },
  };
}
