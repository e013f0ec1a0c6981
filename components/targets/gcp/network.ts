import { Network as VpcNetwork } from "@pulumi/gcp/compute/network";
import { Router } from "@pulumi/gcp/compute/router";
import { RouterNat } from "@pulumi/gcp/compute/routerNat";
import { Subnetwork } from "@pulumi/gcp/compute/subnetwork";
import type * as pulumi from "@pulumi/pulumi";
import type { GcpContext } from "./context";
import type { GcpSpec } from "./spec";

/** The network of a cluster. */
export interface ClusterNetwork {
  readonly network: pulumi.Input<string>;
  readonly subnetwork: pulumi.Input<string>;
  /** Names of the secondary ranges. */
  readonly podsRange: pulumi.Input<string>;
  readonly servicesRange: pulumi.Input<string>;
  /** What lets nodes reach the internet; they need it as long as they exist. */
  readonly connectivity: readonly pulumi.Resource[];
}

/** The network of the block, or a new one. `enabled` are the APIs that it needs. */
export const useNetwork = (
  name: string,
  gcp: GcpSpec,
  context: GcpContext,
  enabled: readonly pulumi.Resource[],
): ClusterNetwork =>
  gcp.existingNetwork === undefined
    ? createNetwork(name, gcp, context, enabled)
    : { ...gcp.existingNetwork, connectivity: [] };

const [PODS, SERVICES] = ["pods", "services"];

function createNetwork(
  name: string,
  { network: ranges, region }: GcpSpec,
  { opts, project }: GcpContext,
  enabled: readonly pulumi.Resource[],
): ClusterNetwork {
  const network = new VpcNetwork(name, { project, autoCreateSubnetworks: false }, { ...opts, dependsOn: [...enabled] });
  const subnetwork = new Subnetwork(
    `${name}-nodes`,
    {
      project,
      region,
      network: network.selfLink,
      ipCidrRange: ranges.nodesCidr,
      secondaryIpRanges: [
        { rangeName: PODS, ipCidrRange: ranges.podsCidr },
        { rangeName: SERVICES, ipCidrRange: ranges.servicesCidr },
      ],
      // Nodes without a public address reach Google's APIs, and so the registry of its images.
      privateIpGoogleAccess: true,
    },
    opts,
  );
  const router = new Router(`${name}-nat`, { project, region, network: network.selfLink }, opts);
  const nat = new RouterNat(
    `${name}-nat`,
    {
      project,
      region,
      router: router.name,
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    },
    opts,
  );
  return {
    network: network.selfLink,
    subnetwork: subnetwork.selfLink,
    podsRange: PODS,
    servicesRange: SERVICES,
    connectivity: [nat],
  };
}
