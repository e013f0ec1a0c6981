import { mkdtemp, writeFile } from "node:fs/promises";
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
  /** Namespace of the gateway's Deployment. */
  readonly namespace: string;
  /** Name of its Deployment and of its service account. */
  readonly name: string;
  /** Labels of its pods. @default those of its Deployment's template */
  readonly labels?: Record<string, string>;
  /** Ports of the gateway, such as 443; each is served on a free port of loopback. */
  readonly ports: readonly number[];
  /** Which server on loopback answers for a port of a Service: `{ "iris.models.svc.cluster.local:8000": 34567 }`. */
  readonly backends: Readonly<Record<string, number>>;
}

/** A real Envoy in place of the gateway's simulated pods. */
export interface Envoy extends ControllerProcess {
  /** The port on loopback that stands for a port of the gateway. */
  port(ofGateway: number): number;
}

/**
 * Runs an Envoy that istiod configures as the gateway's own. An EnvoyFilter in the gateway's namespace moves its ports and
 * the simulated pods behind Services to loopback; everything else is what istiod makes of the objects in the cluster.
 */
export async function startEnvoy(options: EnvoyOptions): Promise<Envoy> {
  const { cluster, namespace, name } = options;
  const program = await clusterProgram("envoy");
  const [admin = 0, ...free] = await freePorts(options.ports.length + 1);
  const ports = new Map(options.ports.map((port, index) => [port, free[index] ?? 0]));
  const labels = options.labels ?? (await podLabels(cluster, namespace, name));
  const tokenFlags = ["--audience=istio-ca", "--duration=2h"];
  const token = (await cluster.kubectl("create", "token", name, "-n", namespace, ...tokenFlags)).trim();

  const programs = new Programs(await mkdtemp(join(tmpdir(), "mlplatform-envoy-")));
  try {
    const filter = join(programs.dir, "filter.json");
    await writeFile(filter, JSON.stringify(loopback(namespace, labels, ports, options.backends)));
    await cluster.kubectl("apply", "--server-side", "-f", filter);
    const config = join(programs.dir, "bootstrap.json");
    const bootstrap = bootstrapOf({ ...options, labels, admin, token });
    await writeFile(config, JSON.stringify(bootstrap), { mode: 0o600 });
    // Envoy wants a space between a flag and its value.
    const args = ["--config-path", config, "--use-dynamic-base-id", "--concurrency", "1"];
    programs.run(program, {}, { args });
    // Ready means: every listener that istiod has sent listens.
    await programs.until("Envoy is ready", async () => (await fetch(`http://127.0.0.1:${admin}/ready`)).ok);
    await programs.until("Envoy has the gateway's listeners", async () => {
      const listeners = await (await fetch(`http://127.0.0.1:${admin}/listeners`)).text();
      return [...ports.values()].every((port) => listeners.includes(`127.0.0.1:${port}`));
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

async function podLabels(cluster: TestCluster, namespace: string, name: string): Promise<Record<string, string>> {
  const text = await cluster.kubectl("get", "deployment", name, "-n", namespace, "-o", "json");
  const { spec } = JSON.parse(text) as { spec: { template: { metadata: { labels: Record<string, string> } } } };
  return spec.template.metadata.labels;
}

/** Moves the gateway's listeners to loopback, and puts servers on loopback in place of simulated pods. */
function loopback(
  namespace: string,
  labels: Record<string, string>,
  ports: ReadonlyMap<number, number>,
  backends: Readonly<Record<string, number>>,
) {
  const address = (port: number) => ({ socket_address: { address: "127.0.0.1", port_value: port } });
  const listeners = [...ports].map(([from, to]) => ({
    applyTo: "LISTENER",
    match: { context: "GATEWAY", listener: { portNumber: from } },
    patch: { operation: "MERGE", value: { address: address(to) } },
  }));
  const clusters = Object.entries(backends).flatMap(([service, port]) => {
    const [host = "", servicePort = ""] = service.split(":");
    const name = `outbound|${servicePort}||${host}`;
    const endpoints = [{ lb_endpoints: [{ endpoint: { address: address(port) } }] }];
    const load_assignment = { cluster_name: name, endpoints };
    return [
      { applyTo: "CLUSTER", match: { context: "GATEWAY", cluster: { name } }, patch: { operation: "REMOVE" } },
      {
        applyTo: "CLUSTER",
        match: { context: "GATEWAY" },
        patch: { operation: "ADD", value: { name, type: "STATIC", connect_timeout: "5s", load_assignment } },
      },
    ];
  });
  return {
    apiVersion: "networking.istio.io/v1alpha3",
    kind: "EnvoyFilter",
    metadata: { name: "loopback", namespace },
    spec: { workloadSelector: { labels }, configPatches: [...listeners, ...clusters] },
  };
}

interface Bootstrap extends EnvoyOptions {
  readonly labels: Record<string, string>;
  readonly admin: number;
  readonly token: string;
}

/** What a gateway's pod tells istiod about itself, and how it reaches it. */
function bootstrapOf({ istiod, namespace, name, labels, admin, token }: Bootstrap) {
  const service = {
    envoy_grpc: { cluster_name: "istiod" },
    initial_metadata: [{ key: "authorization", value: `Bearer ${token}` }],
  };
  const loopbackAddress = (port: number) => ({ socket_address: { address: "127.0.0.1", port_value: port } });
  return {
    node: {
      id: `router~127.0.0.1~${name}-0.${namespace}~${namespace}.svc.cluster.local`,
      cluster: `${name}.${namespace}`,
      metadata: {
        NAME: `${name}-0`,
        NAMESPACE: namespace,
        LABELS: labels,
        SERVICE_ACCOUNT: name,
        CLUSTER_ID: "Kubernetes",
        ISTIO_VERSION: "1.30.3",
        INSTANCE_IPS: "127.0.0.1",
      },
    },
    admin: { address: loopbackAddress(admin) },
    dynamic_resources: {
      ads_config: { api_type: "GRPC", transport_api_version: "V3", grpc_services: [service] },
      cds_config: { ads: {}, resource_api_version: "V3", initial_fetch_timeout: "0s" },
      lds_config: { ads: {}, resource_api_version: "V3", initial_fetch_timeout: "0s" },
    },
    static_resources: {
      clusters: [
        {
          name: "istiod",
          type: "STATIC",
          connect_timeout: "5s",
          typed_extension_protocol_options: {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
              "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
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
