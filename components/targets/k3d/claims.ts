import type { Claim } from "../../shared/claims";
import type { ClusterRequest } from "../target";
import type { K3dClusterArgs } from "./args";
import { k3dSpec, portsOf, registryName } from "./spec";

/**
 * What a cluster takes on this machine. The commands check the machine too, but those of two clusters of one program run at the same
 * time, so that both would find it free.
 */
export function claims(request: ClusterRequest<K3dClusterArgs>): Claim[] {
  const spec = k3dSpec(request);
  const { name, subnet, registries } = spec;
  const ports = Object.entries(portsOf(spec)).filter(([, port]) => port !== undefined);
  return [
    onMachine(`k3d cluster "${name}"`, "k3d.name", "Write another name."),
    ...ports.map(([input, port]) =>
      onMachine(`port ${String(port)} of this machine`, `k3d.${input}`, "Write another port."),
    ),
    ...(subnet === undefined ? [] : [onMachine(`Docker network ${subnet}`, "k3d.subnet", "Write another block.")]),
    ...(registries?.create === undefined
      ? []
      : [onMachine(`registry "${registryName(spec)}"`, "k3d.registries.create.name", "Write another name.")]),
  ];
}

const onMachine = (object: string, path: string, instead: string): Claim => ({
  object,
  path,
  reason: (other) => `the ${object} already belongs to ${other}. ${instead}`,
  isOutside: true,
});
