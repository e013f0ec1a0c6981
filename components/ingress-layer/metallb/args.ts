import type * as pulumi from "@pulumi/pulumi";
import type { NamespaceArgs } from "../../shared/namespace";

/** MetalLB, which gives addresses to load balancers in clusters that have none of their own. */
export interface MetalLbArgs {
  /**
   * The addresses that load balancers get, by the name of the pool. If a pool no longer has the address of the gateway, MetalLB gives
   * the gateway another one after the update. Run the update again, so that the outputs show it.
   */
  readonly pools: Record<string, AddressPoolArgs>;
  /**
   * CIDR block of the nodes' network, such as `172.25.0.0/16`. Pools that nodes announce by ARP must be inside of it.
   *
   * @default the cluster's `loadBalancerNetwork`; if that is absent too, pools are not compared with the network
   */
  readonly network?: pulumi.Input<string>;
  /**
   * Whether a node answers ARP (IPv6: NDP) requests for the addresses, so that they are reachable from the nodes' network.
   *
   * @default true, without `bgpPeers`
   */
  readonly l2?: boolean;
  /**
   * Routers to which nodes announce the addresses by BGP, by name.
   *
   * @default none
   */
  readonly bgpPeers?: Record<string, BgpPeerArgs>;
  /**
   * Namespace of MetalLB. It is labelled so that its pods may use the nodes' network.
   *
   * @default metallb-system, created
   */
  readonly namespace?: NamespaceArgs;
}

/**
 * Addresses for load balancers: either `addresses` or `fromClusterNetwork`.
 *
 * MetalLB refuses a new pool with addresses of one that still exists. To rename a pool, or to move addresses to another pool, first
 * remove them, run an update, and then write them again.
 */
export interface AddressPoolArgs {
  /**
   * Ranges such as `172.25.1.1-172.25.1.100`, or CIDR blocks such as `192.168.10.0/24`; IPv4 or IPv6. Field `spec.addresses`.
   *
   * @default none: then write `fromClusterNetwork`
   */
  readonly addresses?: pulumi.Input<string>[];
  /**
   * Whether to take addresses of the nodes' network that are usually free. In a network of 512 addresses or more, these are the
   * addresses 1 to 100 of its second block of 256: 172.25.1.1-172.25.1.100 in 172.25.0.0/16. In a smaller network, they are the last
   * quarter.
   *
   * @default false
   */
  readonly fromClusterNetwork?: boolean;
  /**
   * Whether a Service that names no pool may get an address of this one. Field `spec.autoAssign`.
   *
   * @default true
   */
  readonly autoAssign?: boolean;
  /**
   * Whether to leave out addresses that end with .0 or .255, which some networks block. Field `spec.avoidBuggyIPs`.
   *
   * @default false
   */
  readonly avoidBuggyIps?: boolean;
}

/** A router to which nodes announce addresses by BGP. */
export interface BgpPeerArgs {
  /** IPv4 address of the router. Field `spec.peerAddress`. */
  readonly address: pulumi.Input<string>;
  /** Number of the router's autonomous system, from 1 to 4294967295. Field `spec.peerASN`. */
  readonly asn: pulumi.Input<number>;
  /** Number of the nodes' autonomous system, from 1 to 4294967295. Field `spec.myASN`. */
  readonly myAsn: pulumi.Input<number>;
  /**
   * Port of the router, from 1 to 16384. Field `spec.peerPort`.
   *
   * @default 179
   */
  readonly port?: pulumi.Input<number>;
  /**
   * Password of TCP MD5 signatures. It is stored in a Secret of the namespace.
   *
   * @default none
   */
  readonly password?: pulumi.Input<string>;
}
