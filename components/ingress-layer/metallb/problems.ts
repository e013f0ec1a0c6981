import type * as pulumi from "@pulumi/pulumi";
import { isIPv4 } from "node:net";
import { checked, checkedEach, cidr, dns1123Label, notEmpty, type Check } from "../../shared/checks";
import { whenKnown, type Show } from "../../shared/deferred";
import { hasDeferred, problemIf, shown, type Problem } from "../../shared/invalid-args";
import { plainFact } from "../../shared/known-facts";
import { namespaceProblems } from "../../shared/namespace";
import { oneOf } from "../../shared/one-of";
import type { IngressLayerArgs } from "../args";
import type { BgpPeerArgs } from "./args";
import { addressProblems, poolsOfGateway } from "./gateway";
import { addressRange, poolProblems, type KnownPools } from "./pools";

const ipv4Address: Check = (value) =>
  isIPv4(value) ? undefined : "is not an IPv4 address, such as 192.168.10.1; MetalLB needs FRR for others";

/** What is wrong with single inputs. */
export function metalLbFieldProblems({ metallb, cluster }: IngressLayerArgs): Problem[] {
  if (metallb === undefined) return [];
  const { pools, network, namespace, bgpPeers = {} } = metallb;
  return [
    ...namespaceProblems("metallb.namespace", namespace),
    ...checked("metallb.network", network, cidr),
    ...whenKnown(cluster.loadBalancerNetwork, (known) => checked("cluster.loadBalancerNetwork", known, cidr)),
    ...Object.entries(pools).flatMap(([name, { addresses }]) => [
      ...checked(`metallb.pools.${name}`, name, dns1123Label),
      ...checkedEach(`metallb.pools.${name}.addresses`, addresses, addressRange),
      ...problemIf(addresses?.length === 0, `metallb.pools.${name}.addresses`, "is empty. Write a range of addresses."),
    ]),
    ...Object.entries(bgpPeers).flatMap(([name, peer]) => peerProblems(name, peer)),
  ];
}

function peerProblems(name: string, { address, asn, myAsn, port, password }: BgpPeerArgs): Problem[] {
  const path = `metallb.bgpPeers.${name}`;
  return [
    ...checked(path, name, dns1123Label),
    ...checked(`${path}.address`, address, ipv4Address),
    ...numberProblems(`${path}.asn`, asn, 4_294_967_295),
    ...numberProblems(`${path}.myAsn`, myAsn, 4_294_967_295),
    ...numberProblems(`${path}.port`, port, 16_384),
    ...checked(`${path}.password`, password, notEmpty),
  ];
}

const numberProblems = (path: string, value: pulumi.Input<number> | undefined, most: number): Problem[] =>
  whenKnown(value, (known, show) =>
    problemIf(
      !Number.isInteger(known) || known < 1 || known > most,
      path,
      `${show(known, path)} is not a whole number from 1 to ${String(most)}.`,
    ),
  );

/** What is wrong with inputs that are right by themselves but do not fit together or the cluster. */
export function metalLbRuleProblems(args: IngressLayerArgs): Problem[] {
  const { cluster, metallb } = args;
  if (metallb === undefined) return [];
  const known = poolsOf(args);
  return [
    ...problemIf(
      cluster.providesLoadBalancers,
      "metallb",
      "is not needed, because the cluster provides load balancers. Leave it out; or tell the MlCluster that it provides none: existing.providesLoadBalancers: false, or k3d.serviceLb: false.",
    ),
    ...problemIf(Object.keys(metallb.pools).length === 0, "metallb.pools", "is empty. Write a pool of addresses."),
    ...Object.entries(metallb.pools).flatMap(([name, { addresses, fromClusterNetwork }]) =>
      oneOf(`metallb.pools.${name}`, { addresses, fromClusterNetwork: fromClusterNetwork === true ? true : undefined }),
    ),
    ...problemIf(
      !announced(args).l2 && !announced(args).bgp,
      "metallb.l2",
      "is false, and there are no bgpPeers, so nobody would announce the addresses. Write bgpPeers, or leave l2 out.",
    ),
    ...addressProblems(args, metallb.pools, "metallb.pools"),
    ...(hasDeferred(known) ? [] : knownPoolProblems(args, known as KnownPools, shown)),
  ];
}

/** The addresses of the pools and the nodes' network; some may not be known yet. */
export function poolsOf({ metallb, cluster }: IngressLayerArgs) {
  const fact = plainFact(cluster, "loadBalancerNetwork");
  return {
    pools: Object.fromEntries(
      Object.entries(metallb?.pools ?? {}).map(([name, { addresses, fromClusterNetwork }]) => [
        name,
        fromClusterNetwork === true ? undefined : (addresses ?? []),
      ]),
    ),
    network: metallb?.network ?? (fact.known ? fact.value : cluster.loadBalancerNetwork),
  };
}

/** How addresses are announced: by ARP, by BGP, or both. */
export interface Announced {
  readonly l2: boolean;
  readonly bgp: boolean;
}

/** How the addresses are announced. */
export const announced = ({ metallb }: IngressLayerArgs): Announced => {
  const bgp = Object.keys(metallb?.bgpPeers ?? {}).length > 0;
  return { l2: metallb?.l2 ?? !bgp, bgp };
};

/** What is wrong with the addresses of the pools, once they are known. */
export const knownPoolProblems = (args: IngressLayerArgs, known: KnownPools, show: Show): Problem[] =>
  poolProblems(
    known,
    {
      ...announced(args),
      internal: args.internal === true ? poolsOfGateway(args, args.metallb?.pools ?? {}) : [],
      avoidBuggyIps: Object.entries(args.metallb?.pools ?? {}).flatMap(([name, { avoidBuggyIps }]) =>
        avoidBuggyIps === true ? [name] : [],
      ),
    },
    show,
  );
