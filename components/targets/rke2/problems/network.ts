import { addressCount, contains, ipv4Block, ipv4Text, overlaps, type Ipv4Block } from "../../../shared/cidr";
import { freeAddresses } from "../../../shared/free-addresses";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { ipRange, rangeContains } from "../../../shared/ip-range";
import { isIPv4 } from "node:net";
import { isLoopback } from "../formats";
import { DEFAULT_CLUSTER_CIDR, DEFAULT_SERVICE_CIDR, type Rke2Spec } from "../spec";

/** Blocks of addresses that must not overlap. */
export function networkProblems(spec: Rke2Spec): Problem[] {
  const { clusterCidr, serviceCidr, clusterDns, loadBalancerNetwork } = spec;
  const pods = read(clusterCidr ?? DEFAULT_CLUSTER_CIDR);
  const services = read(serviceCidr ?? DEFAULT_SERVICE_CIDR);
  const path = clusterCidr === undefined && serviceCidr !== undefined ? "rke2.serviceCidr" : "rke2.clusterCidr";
  const balancers = loadBalancerNetwork === undefined ? undefined : ipv4Block(loadBalancerNetwork);
  const own = [
    ["rke2.clusterCidr", pods],
    ["rke2.serviceCidr", services],
  ] as const;
  return [
    ...problemIf(
      overlaps(pods, services),
      path,
      `the block of pods, ${ipv4Text(pods)}, overlaps that of Services, ${ipv4Text(services)}. Write another block.`,
    ),
    ...own.flatMap(([at, block]) => machinesIn(at, block, spec)),
    ...own.flatMap(([at, block]) =>
      problemIf(
        balancers !== undefined && overlaps(block, balancers),
        at,
        `${ipv4Text(block)} overlaps loadBalancerNetwork, ${loadBalancerNetwork ?? ""}. Write another block.`,
      ),
    ),
    ...sizeProblems(pods, spec),
    ...problemIf(
      clusterDns !== undefined && !contains(services, read(`${clusterDns}/32`)),
      "rke2.clusterDns",
      `${clusterDns ?? ""} is not in the block of Services, ${ipv4Text(services)}. Write an address of it.`,
    ),
    ...problemIf(
      clusterDns !== undefined && isTaken(services, read(`${clusterDns}/32`)),
      "rke2.clusterDns",
      `${clusterDns ?? ""} is the first or last address of the Services, or that of the API server. Write another address of ${ipv4Text(services)}.`,
    ),
    ...problemIf(
      clusterDns === undefined && serviceCidr !== undefined && services.length > 28,
      "rke2.serviceCidr",
      `${serviceCidr ?? ""} has too few addresses: the DNS Service takes the tenth. Write a block of at least 16 addresses.`,
    ),
    ...balancerProblems(spec),
    ...joinProblems(spec),
  ];
}

const read = (text: string): Ipv4Block => ipv4Block(text) ?? { first: 0, length: 32 };

/** Addresses of machines, which pods would look for in their own network. */
const machinesIn = (path: string, block: Ipv4Block, { nodes, registrationAddress }: Rke2Spec): Problem[] =>
  [
    ...addressesOf(nodes).map((address) => [address, `the address ${address} of a node`] as const),
    ...[registrationAddress ?? []].flat().map((address) => [address, `registrationAddress, ${address}`] as const),
  ]
    .filter(([address]) => isIPv4(address) && contains(block, read(`${address}/32`)))
    .slice(0, 1)
    .map(([, what]) => ({ path, reason: `${ipv4Text(block)} contains ${what}. Write another block.` }));

const addressesOf = (nodes: Rke2Spec["nodes"]): string[] =>
  nodes.flatMap(({ address, internalAddress }) => [address, internalAddress ?? []].flat());

/** Whether the address is not free in a block of Services, whose second one is that of the API server. */
const isTaken = (services: Ipv4Block, { first }: Ipv4Block): boolean => {
  const place = first - services.first;
  return place === 0 || place === 1 || place === addressCount(services) - 1;
};

/** Each node gets a block of addresses for its pods, of 256 unless an argument says otherwise. */
function sizeProblems(pods: Ipv4Block, { nodes, serverConfig }: Rke2Spec): Problem[] {
  const each = nodeBlockLength([serverConfig, ...nodes.map(({ config }) => config)]);
  return problemIf(
    pods.length > each || 2 ** (each - pods.length) < nodes.length,
    "rke2.clusterCidr",
    `${ipv4Text(pods)} is too small: each of the ${String(nodes.length)} nodes gets a /${String(each)} of it. Write a larger block.`,
  );
}

/** Length of the prefix of a node's block. */
const nodeBlockLength = (configs: readonly Readonly<Record<string, unknown>>[]): number =>
  configs
    .flatMap((config) => config["kube-controller-manager-arg"])
    .flatMap((arg) => /^-*node-cidr-mask-size(?:-ipv4)?=(\d+)$/.exec(typeof arg === "string" ? arg : "")?.[1] ?? [])
    .map(Number)[0] ?? 24;

/** MetalLB must not give the address of a node to a load balancer. */
function balancerProblems({ nodes, loadBalancerNetwork = "" }: Rke2Spec): Problem[] {
  const free = freeAddresses(loadBalancerNetwork);
  const range = free === undefined ? undefined : ipRange(free);
  const taken = addressesOf(nodes).find((address) => {
    const one = ipRange(`${address}-${address}`);
    return one !== undefined && range !== undefined && rangeContains(range, one);
  });
  return problemIf(
    taken !== undefined,
    "rke2.loadBalancerNetwork",
    `MetalLB would give load balancers the addresses ${free ?? ""} of ${loadBalancerNetwork}, and ${taken ?? ""} is that of a node. Write a block without nodes, such as the free end of the network.`,
  );
}

/** Other machines must find the first server. */
const joinProblems = ({ nodes, joinAddress, registrationAddress }: Rke2Spec): Problem[] =>
  problemIf(
    nodes.length > 1 && registrationAddress === undefined && isLoopback(joinAddress),
    "rke2.registrationAddress",
    `is missing: the other nodes would look for the first server at ${joinAddress}, which is each machine itself. Write it, or internalAddress of the server.`,
  );
