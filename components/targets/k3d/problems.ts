import { checked, checkedCount, checkedEach, repeatedProblems, version } from "../../shared/checks";
import { problemIf, shown, type Problem } from "../../shared/invalid-args";
import { filled } from "../../shared/one-of";
import { isSameVersion, kubernetesProblems } from "../../shared/tested-versions";
import type { ClusterRequest } from "../target";
import type { K3dClusterArgs } from "./args";
import * as formats from "./formats";
import { PINNED_VERSIONS, versionOf } from "./images";
import { k3dSpec, portsOf, registryName } from "./spec";

type Request = ClusterRequest<K3dClusterArgs>;

/** The form of each input. */
export function fieldProblems(request: Request): Problem[] {
  const { name, block, spec } = request;
  const { volumes = [], registries = {} } = block;
  return [
    ...checked("kubernetesVersion", spec.kubernetesVersion, version),
    ...checked(block.name === undefined ? "name" : "k3d.name", block.name ?? name, formats.clusterName),
    ...checkedCount("k3d.servers", block.servers, 1),
    ...checkedCount("k3d.agents", block.agents, 0),
    ...checked("k3d.serversMemory", block.serversMemory, formats.memory),
    ...checked("k3d.agentsMemory", block.agentsMemory, formats.memory),
    ...checked("k3d.image", block.image, formats.image),
    ...Object.entries(portsOf(k3dSpec(request))).flatMap(([input, port]) =>
      checkedCount(`k3d.${input}`, port, 1, 65535),
    ),
    ...checked("k3d.listenAddress", block.listenAddress, formats.ipv4),
    ...checked("k3d.subnet", block.subnet, formats.subnet),
    ...volumes.flatMap(({ source, path }, index) => [
      ...checked(`k3d.volumes[${String(index)}].source`, source, formats.volumeSource),
      ...checked(`k3d.volumes[${String(index)}].path`, path, formats.mountPath),
    ]),
    ...checked("k3d.registries.create.name", registries.create?.name, formats.registryName),
    ...checkedEach("k3d.registries.use", registries.use, formats.registry),
    ...checked("k3d.registries.configFile", registries.configFile, formats.path),
  ];
}

/** Rules across inputs. */
export function ruleProblems(request: Request): Problem[] {
  const { block } = request;
  const { volumes = [], registries } = block;
  return [
    ...imageProblems(request),
    ...portProblems(request),
    ...problemIf(
      block.agentsMemory !== undefined && k3dSpec(request).agents === 0,
      "k3d.agentsMemory",
      "has no effect, because there are no agents. Write agents, or leave it out.",
    ),
    ...repeatedProblems(
      "k3d.volumes",
      volumes.map(({ path }) => path),
      "Write another path for one of the volumes",
    ),
    ...problemIf(
      registries !== undefined && filled({ ...registries }).length === 0,
      "k3d.registries",
      "is empty. Write create, use or configFile, or leave it out.",
    ),
    ...problemIf(registries?.use?.length === 0, "k3d.registries.use", "is empty. Name a registry, or leave it out."),
    ...repeatedProblems("k3d.registries.use", registries?.use),
    ...networkProblems(request),
    ...registryProblems(request),
  ];
}

/** The image and the version of Kubernetes in it. */
function imageProblems(request: Request): Problem[] {
  const { image } = request.block;
  const { kubernetesVersion, allowUntestedVersions } = request.spec;
  if (image === undefined) {
    return problemIf(
      k3dSpec(request).image === "",
      "kubernetesVersion",
      `${shown(kubernetesVersion)} leaves open which release of k3s it means (known: ${PINNED_VERSIONS.join(", ")}). Write a patch version, such as 1.35.8, or k3d.image.`,
    );
  }
  const inTag = versionOf(image);
  if (kubernetesVersion !== undefined) {
    return problemIf(
      inTag !== undefined && !isSameVersion(inTag, kubernetesVersion),
      "k3d.image",
      `${shown(image)} has Kubernetes ${inTag ?? ""}, and kubernetesVersion is ${shown(kubernetesVersion)}. Leave one of them out.`,
    );
  }
  if (inTag === undefined) {
    const reason = "is missing, and the tag of k3d.image does not tell it. Write the version that the image has.";
    return [{ path: "kubernetesVersion", reason }];
  }
  return allowUntestedVersions ? [] : kubernetesProblems("k3d.image", inTag);
}

/** A Docker network without an address for each container: k3d would fail after it has created some. */
function networkProblems(request: Request): Problem[] {
  const { subnet, servers, agents, registries } = k3dSpec(request);
  if (subnet === undefined) return [];
  // The network itself, its gateway and broadcast, the load balancer, and two that k3d keeps for its own tools.
  const needed = 6 + servers + agents + (registries?.create === undefined ? 0 : 1) + (registries?.use ?? []).length;
  const size = 2 ** (32 - Number(subnet.split("/")[1]));
  return problemIf(
    needed > size,
    "k3d.subnet",
    `${shown(subnet)} has ${String(size)} addresses, and this cluster needs ${String(needed)}. Write a larger block.`,
  );
}

/** A registry that is to be created, but is also one that exists: k3d would silently not create it. */
function registryProblems(request: Request): Problem[] {
  const spec = k3dSpec(request);
  const [name, { create, use = [] } = {}] = [registryName(spec), spec.registries];
  return use.flatMap((used, index) =>
    problemIf(
      create !== undefined && used.split(":")[0] === name,
      `k3d.registries.use[${String(index)}]`,
      `${shown(used)} is the registry that k3d.registries.create creates. Write one of them only.`,
    ),
  );
}

/** Two ports of this machine that are one. */
function portProblems(request: Request): Problem[] {
  const ports = Object.entries(portsOf(k3dSpec(request))).filter(([, port]) => port !== undefined);
  return ports.flatMap(([input, port], index) => {
    const [other] = ports.slice(0, index).find(([, taken]) => taken === port) ?? [];
    return problemIf(other !== undefined, `k3d.${input}`, `${shown(port)} is also ${other ?? ""}. Write another port.`);
  });
}
