import * as pulumi from "@pulumi/pulumi";
import { whenKnown, type Show } from "../../shared/deferred";
import { installationOf } from "../../shared/installations";
import { isPrivate } from "../../shared/internet-ranges";
import { hasDeferred, isDeferred, problemIf, shown, type Problem } from "../../shared/invalid-args";
import { ipRange } from "../../shared/ip-range";
import { ADDRESS_ANNOTATIONS, POOL_ANNOTATIONS } from "../../shared/metallb-annotations";
import { warn } from "../../shared/warn";
import { ServiceType, type IngressLayerArgs } from "../args";
import { AcmeChallenge } from "../tls/args";
import type { MetalLbArgs } from "./args";
import { addressesOf, type KnownPools } from "./pools";

type Options = pulumi.ComponentResourceOptions | undefined;
type Pools = MetalLbArgs["pools"];

const [POOL, OLD_POOL] = POOL_ANNOTATIONS;
const [ADDRESSES, OLD_ADDRESSES] = ADDRESS_ANNOTATIONS;

/** What the annotations of a gateway's Service ask MetalLB for. */
function askedFor({ service }: IngressLayerArgs) {
  const own = service?.annotations ?? {};
  return {
    pool: own[POOL] ?? own[OLD_POOL],
    addresses: own[ADDRESSES] ?? own[OLD_ADDRESSES],
    key: own[POOL] === undefined ? OLD_POOL : POOL,
  };
}

/** Names of the pools from which a gateway may get its address. */
export function poolsOfGateway(args: IngressLayerArgs, pools: Pools): string[] {
  const { pool, addresses } = askedFor(args);
  const names = Object.keys(pools);
  if (pool !== undefined && !isDeferred(pool)) return names.filter((name) => name === pool);
  // An address, and a pool that is known later, may be any.
  if (pool !== undefined || addresses !== undefined) return names;
  return names.filter((name) => pools[name]?.autoAssign !== false);
}

/** The gateway's Service must be able to get an address: otherwise the release of the gateway would wait in vain. */
export function addressProblems(args: IngressLayerArgs, pools: Pools, path: string): Problem[] {
  const { pool, addresses, key } = askedFor(args);
  const names = Object.keys(pools);
  return [
    ...whenKnown(pool, (known, show) =>
      problemIf(
        !names.includes(known),
        `service.annotations.${key}`,
        `${show(known)} is none of the pools: ${names.join(", ")}. Write the name of a pool.`,
      ),
    ),
    ...problemIf(
      pool === undefined && addresses === undefined && names.length > 0 && poolsOfGateway(args, pools).length === 0,
      path,
      `every pool has autoAssign: false, so the gateway would get no address. Leave it out for one pool, or name a pool in service.annotations, under ${POOL}.`,
    ),
  ];
}

/** A layer that installs MetalLB, for the layers that use it. */
export interface PoolOwner {
  /** The layer, such as `IngressLayer "public"`. */
  readonly by: string;
  readonly pools: Pools;
  /** The addresses; some may not be known yet. */
  readonly known: pulumi.Input<KnownPools>;
}

/** The owners of pools, by what other layers wait for. */
const owners = new WeakMap<object, PoolOwner>();

/** Remembers the pools behind the resources that other layers wait for. */
export const rememberPools = (resources: readonly pulumi.Resource[], owner: PoolOwner): void =>
  void owners.set(resources, owner);

/** The layer whose MetalLB gives this gateway its address; nothing if the layer has its own, or nothing in the program has one. */
export function poolOwnerOf(args: IngressLayerArgs, opts: Options): PoolOwner | undefined {
  const type = args.service?.type ?? ServiceType.LoadBalancer;
  const installed = installationOf(opts, "MetalLB");
  const uses = args.metallb === undefined && type === ServiceType.LoadBalancer && !args.cluster.providesLoadBalancers;
  return uses && installed !== undefined ? owners.get(installed.resources) : undefined;
}

/** What is wrong with a gateway that gets its address from a pool of another layer. */
export const otherPoolProblems = (args: IngressLayerArgs, owner: PoolOwner | undefined): Problem[] =>
  owner === undefined
    ? []
    : [
        ...addressProblems(args, owner.pools, "service.annotations"),
        ...(hasDeferred(owner.known) ? [] : publicPoolProblems(args, owner, owner.known as KnownPools, shown)),
      ];

/** Whether the internet routes addresses of a range. */
function isRouted(text: string): boolean {
  const range = ipRange(text);
  return range !== undefined && !isPrivate(range);
}

/** Addresses of another layer's pools that the internet routes, for a gateway that is internal. */
export const publicPoolProblems = (
  args: IngressLayerArgs,
  owner: PoolOwner,
  known: KnownPools,
  show: Show,
): Problem[] =>
  args.internal !== true
    ? []
    : Object.entries(addressesOf(known))
        .filter(([name]) => poolsOfGateway(args, owner.pools).includes(name))
        .flatMap(([name, addresses]) => {
          const routed = addresses.find(isRouted);
          return problemIf(
            routed !== undefined,
            "internal",
            `is true, but ${show(routed)} of the pool ${name} of ${owner.by} has addresses that the internet routes. Name a pool of private addresses in service.annotations, under ${POOL}, or write sourceRanges instead.`,
          );
        });

/**
 * Warns if Let's Encrypt must reach a gateway that has private addresses only. It is no error, because a router may lead a port of a
 * public address to the gateway.
 */
export function warnOfPrivateAddresses(component: string, args: IngressLayerArgs, owner: PoolOwner): void {
  const { letsEncrypt } = args.tls ?? {};
  if (letsEncrypt === undefined || letsEncrypt.challenge === AcmeChallenge.Dns01) return;
  const names = poolsOfGateway(args, owner.pools);
  pulumi.output(owner.known).apply((known) => {
    const addresses = Object.entries(addressesOf(known)).flatMap(([name, all]) => (names.includes(name) ? all : []));
    if (addresses.length === 0 || addresses.some(isRouted)) return;
    const pools = `pool${names.length > 1 ? "s" : ""} ${names.join(", ")}`;
    const text = `tls.letsEncrypt verifies hosts from the internet, and all addresses of the gateway are private (${pools}). Lead port 80 of a public address to the gateway, or choose AcmeChallenge.Dns01.`;
    warn(component, text);
  });
}
