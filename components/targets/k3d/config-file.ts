import type { K3dVolumeArgs } from "./args";
import { LOOPBACK, registryName, type K3dSpec } from "./spec";

/**
 * The config file of the cluster: `k3d.io/v1alpha5`, kind `Simple`. It is JSON, because k3d reads an unquoted `on` or `no` of YAML as a
 * boolean. k3d replaces `$NAME` in it by variables of its environment, so no input may have a `$`.
 */
export const configFile = (spec: K3dSpec): string => JSON.stringify(simpleConfig(spec));

export type K3dConfig = ReturnType<typeof simpleConfig>;

const ALL_SERVERS = ["server:*"];
const LOAD_BALANCER = ["loadbalancer"];

function simpleConfig(spec: K3dSpec) {
  const { name, servers, agents, image, subnet, apiPort } = spec;
  return {
    apiVersion: "k3d.io/v1alpha5",
    kind: "Simple",
    metadata: { name },
    servers,
    agents,
    image,
    ...(subnet !== undefined && { subnet }),
    kubeAPI: { hostIP: LOOPBACK, hostPort: String(apiPort) },
    ports: [published(spec, spec.httpPort, 80), published(spec, spec.httpsPort, 443)],
    ...(spec.volumes.length > 0 && { volumes: spec.volumes.map((volume) => mounted(volume, agents)) }),
    ...(spec.registries !== undefined && { registries: registriesOf(spec) }),
    options: {
      // k3d takes a cluster back that does not start in time. It pulls images before.
      k3d: { wait: true, timeout: "10m" },
      k3s: { extraArgs: disabled(spec).map((part) => ({ arg: `--disable=${part}`, nodeFilters: ALL_SERVERS })) },
      kubeconfig: { updateDefaultKubeconfig: false, switchCurrentContext: false },
      ...memoryOf(spec),
    },
  };
}

/** IngressLayer brings the ingress controller, and MetalLB, if it is used, the addresses. */
const disabled = ({ serviceLb }: K3dSpec): string[] => ["traefik", ...(serviceLb ? [] : ["servicelb"])];

const published = ({ listenAddress }: K3dSpec, port: number, nodePort: number) => ({
  port: `${listenAddress}:${String(port)}:${String(nodePort)}`,
  nodeFilters: LOAD_BALANCER,
});

const mounted = ({ source, path, readOnly = false }: K3dVolumeArgs, agents: number) => ({
  volume: `${source}:${path}${readOnly ? ":ro" : ""}`,
  nodeFilters: agents > 0 ? [...ALL_SERVERS, "agent:*"] : ALL_SERVERS,
});

function registriesOf(spec: K3dSpec) {
  const { registries: { create, use, configFile } = {}, listenAddress } = spec;
  return {
    ...(create && { create: { name: registryName(spec), host: listenAddress, hostPort: String(create.port) } }),
    ...(use && { use }),
    ...(configFile !== undefined && { config: configFile }),
  };
}

const memoryOf = ({ serversMemory, agentsMemory }: K3dSpec) =>
  serversMemory === undefined && agentsMemory === undefined
    ? {}
    : {
        runtime: {
          ...(serversMemory !== undefined && { serversMemory }),
          ...(agentsMemory !== undefined && { agentsMemory }),
        },
      };
