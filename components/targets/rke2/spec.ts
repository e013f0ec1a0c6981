import path from "node:path";
import { ipv4Block, isWithin, PRIVATE_BLOCKS } from "../../shared/cidr";
import { Exposure } from "../../shared/facts";
import { TaintEffect, type TaintArgs } from "../node-pool-args";
import { GPU_TAINT } from "../node-pools";
import type { ClusterRequest } from "../target";
import { Rke2Cni, Rke2Role, type Rke2ClusterArgs, type Rke2NodeArgs } from "./args";
import { withHome } from "./local-file";
import { DEFAULT_VERSION, kubernetesOf, releaseOf } from "./releases";
import { written } from "./written";

/** The block with its defaults filled in. */
export type Rke2Spec = ReturnType<typeof rke2Spec>;
/** A machine with its defaults filled in. */
export type NodeSpec = ReturnType<typeof nodeSpec>;

export const DEFAULT_CLUSTER_CIDR = "10.42.0.0/16";
export const DEFAULT_SERVICE_CIDR = "10.43.0.0/16";
export const DEFAULT_NODE_PORTS = "30000-32767";

/** The label of nodes with GPUs that has the GPUs' model. */
export const GPU_TYPE_LABEL = "accelerator";

/** Fills in the defaults of the block. Of a version without a known release, the release is empty; `problems.ts` refuses it. */
export function rke2Spec({ name, block: given, spec }: ClusterRequest<Rke2ClusterArgs>) {
  const { block } = written(given);
  const release = block.version ?? releaseOf(spec.kubernetesVersion ?? DEFAULT_VERSION) ?? "";
  const nodes = (block.nodes ?? []).map((node) => nodeSpec(node, block));
  const servers = nodes.filter(isServer);
  const first = firstOf(servers);
  return {
    name,
    nodes,
    servers,
    agents: nodes.filter((node) => !isServer(node)),
    first,
    release,
    kubernetesVersion: spec.kubernetesVersion ?? kubernetesOf(release) ?? "",
    bastion: block.bastion === undefined ? undefined : bastionSpec(block.bastion, block),
    registrationAddress: block.registrationAddress,
    /** Where new nodes find a server. */
    joinAddress: block.registrationAddress ?? first?.internalAddress ?? first?.address ?? "",
    /** Where the API server is reached. */
    apiAddress: block.registrationAddress ?? first?.address ?? "",
    /** What the certificates of all servers have, besides the addresses of each one. */
    tlsSans: [
      ...(block.registrationAddress === undefined ? [] : [block.registrationAddress]),
      ...(block.tlsSans ?? []),
    ],
    prepare:
      block.prepareHosts === true
        ? { hostEntries: block.hostEntries ?? {}, nameservers: block.nameservers ?? [] }
        : undefined,
    airGapFolder: block.airGapFolder === undefined ? undefined : folderOf(block.airGapFolder),
    cni: block.cni ?? Rke2Cni.Canal,
    clusterCidr: block.clusterCidr,
    serviceCidr: block.serviceCidr,
    clusterDns: block.clusterDns,
    clusterDomain: block.clusterDomain,
    nodePortRange: block.nodePortRange,
    isCis: block.cisProfile ?? false,
    etcdSnapshots: block.etcdSnapshots,
    storage:
      (block.localStorage ?? true)
        ? {
            className: spec.storage.className ?? "local-path",
            reclaimPolicy: spec.storage.reclaimPolicy,
            folder: block.localStorageFolder ?? "/opt/local-path-provisioner",
          }
        : undefined,
    loadBalancerNetwork: block.loadBalancerNetwork,
    defaultExposure: exposureOf(block.loadBalancerNetwork),
    serverConfig: block.serverConfig ?? {},
    agentConfig: block.agentConfig ?? {},
  };
}

/** The folder without a slash or a dot at its end, with which another path would be copied. */
const folderOf = (written: string): string => path.normalize(withHome(written)).replace(/(.)\/+$/, "$1");

const isServer = ({ role }: { readonly role: Rke2Role }): boolean => role === Rke2Role.Server;

/** The server that starts the cluster, or that others join: the first one that is still there. */
const firstOf = (servers: readonly NodeSpec[]): NodeSpec | undefined => servers.find(({ lost }) => !lost) ?? servers[0];

function nodeSpec(node: Rke2NodeArgs, block: Rke2ClusterArgs) {
  const gpu = node.gpu === undefined ? undefined : { type: node.gpu.type, count: node.gpu.count ?? 1 };
  return {
    /** Its part of the names of resources. */
    key: node.hostname ?? node.address,
    address: node.address,
    role: node.role,
    user: node.user ?? block.user ?? "root",
    port: node.port ?? block.port ?? 22,
    ...keyOf(node, block),
    hostKey: node.hostKey,
    internalAddress: node.internalAddress,
    hostname: node.hostname,
    labels: {
      ...node.labels,
      ...(gpu !== undefined && { "nvidia.com/gpu.present": "true", [GPU_TYPE_LABEL]: gpu.type }),
    },
    taints: taintsOf(node),
    gpu,
    config: node.config ?? {},
    lost: node.lost ?? false,
  };
}

/** The key of whoever writes one: a path of its own wins over a key of the block. */
const keyOf = (own: Pick<Rke2NodeArgs, "sshKey" | "sshKeyPath">, block: Rke2ClusterArgs) =>
  own.sshKey === undefined && own.sshKeyPath === undefined
    ? { sshKey: block.sshKey, sshKeyPath: block.sshKeyPath }
    : { sshKey: own.sshKey, sshKeyPath: own.sshKeyPath };

const bastionSpec = (bastion: NonNullable<Rke2ClusterArgs["bastion"]>, block: Rke2ClusterArgs) => ({
  address: bastion.address,
  user: bastion.user ?? block.user ?? "root",
  port: bastion.port ?? 22,
  ...keyOf(bastion, block),
  hostKey: bastion.hostKey,
});

/** A bastion with its defaults filled in. */
export type BastionSpec = ReturnType<typeof bastionSpec>;

const CONTROL_PLANE_TAINT: TaintArgs = {
  key: "node-role.kubernetes.io/control-plane",
  effect: TaintEffect.NoSchedule,
};

/** All taints of a node, each once. */
function taintsOf({ taints = [], role, worker = true, gpu }: Rke2NodeArgs): TaintArgs[] {
  const own = [
    ...(role === Rke2Role.Server && !worker ? [CONTROL_PLANE_TAINT] : []),
    ...(gpu === undefined ? [] : [GPU_TAINT]),
  ];
  return [...own.filter((taint) => !taints.some((other) => isSameTaint(taint, other))), ...taints];
}

/** Kubernetes has one taint for each key and effect. */
export const isSameTaint = (one: TaintArgs, other: TaintArgs): boolean =>
  one.key === other.key && one.effect === other.effect;

/** Whoever gives load balancers private addresses has them internal. Else the cautious assumption: a gateway must say who may reach it. */
function exposureOf(network: string | undefined): Exposure {
  const block = network === undefined ? undefined : ipv4Block(network);
  return block !== undefined && isWithin(PRIVATE_BLOCKS, block) ? Exposure.Internal : Exposure.Public;
}
