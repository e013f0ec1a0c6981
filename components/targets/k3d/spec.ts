import { Exposure } from "../../shared/facts";
import type { ClusterRequest } from "../target";
import type { K3dClusterArgs } from "./args";
import { DEFAULT_VERSION, imageOf, versionOf } from "./images";

/** The block with its defaults filled in. */
export type K3dSpec = ReturnType<typeof k3dSpec>;

/** The address at which only this machine reaches a port. */
export const LOOPBACK = "127.0.0.1";

/** Fills in the defaults of the block. Of a version without a known image, the image is empty; `problems.ts` refuses it. */
export function k3dSpec({ name, block, spec }: ClusterRequest<K3dClusterArgs>) {
  const { image, kubernetesVersion } = versionSpec(block, spec.kubernetesVersion);
  const listenAddress = block.listenAddress ?? LOOPBACK;
  return {
    name: block.name ?? name,
    servers: block.servers ?? 1,
    agents: block.agents ?? 0,
    serversMemory: block.serversMemory,
    agentsMemory: block.agentsMemory,
    image,
    kubernetesVersion,
    httpPort: block.httpPort ?? 8080,
    httpsPort: block.httpsPort ?? 8443,
    apiPort: block.apiPort ?? 6443,
    listenAddress,
    serviceLb: block.serviceLb ?? true,
    subnet: block.subnet,
    volumes: block.volumes ?? [],
    registries: block.registries,
    adopt: block.adopt ?? false,
    // Whoever reaches the ports of this machine reaches the load balancers behind them.
    defaultExposure: isLoopback(listenAddress) ? Exposure.Internal : Exposure.Public,
  };
}

/** The image, and the version of Kubernetes in it. */
function versionSpec(
  { image }: K3dClusterArgs,
  version: string | undefined,
): { readonly image: string; readonly kubernetesVersion: string } {
  if (image !== undefined) return { image, kubernetesVersion: version ?? versionOf(image) ?? "" };
  const kubernetesVersion = version ?? DEFAULT_VERSION;
  return { image: imageOf(kubernetesVersion) ?? "", kubernetesVersion };
}

const isLoopback = (address: string): boolean => address.startsWith("127.");

/** The ports of this machine that the cluster uses, by the input that decides each. */
export const portsOf = ({
  httpPort,
  httpsPort,
  apiPort,
  registries,
}: K3dSpec): Readonly<Record<string, number | undefined>> => ({
  httpPort,
  httpsPort,
  apiPort,
  "registries.create.port": registries?.create?.port,
});

/** The name of the registry that is created. */
export const registryName = ({ name, registries }: K3dSpec): string =>
  registries?.create?.name ?? `k3d-${name}-registry`;
