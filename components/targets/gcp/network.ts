import { getSubnetworkOutput } from "@pulumi/gcp/compute/getSubnetwork";
import { Network as VpcNetwork } from "@pulumi/gcp/compute/network";
import { Router } from "@pulumi/gcp/compute/router";
import { RouterNat } from "@pulumi/gcp/compute/routerNat";
import { Subnetwork } from "@pulumi/gcp/compute/subnetwork";
import * as pulumi from "@pulumi/pulumi";
import { refuseLate } from "../../shared/late-refusal";
import type { GcpExistingNetworkArgs } from "./args";
import { SUBNETWORK_LINK } from "./compute-links";
import type { GcpContext } from "./context";
import { foundSubnetworkProblems } from "./problems/found-subnetwork";
import { mostNodes, type GcpSpec } from "./spec";

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

/** What must be there before the network. */
interface Needed {
  /** The APIs that a new network needs. */
  readonly enabled: readonly pulumi.Resource[];
  /** What the caller named for the component, such as a network of the same program. */
  readonly dependsOn: pulumi.ComponentResourceOptions["dependsOn"];
}

/** The network of the block, or a new one. */
export const useNetwork = (name: string, gcp: GcpSpec, context: GcpContext, needed: Needed): ClusterNetwork =>
  gcp.existingNetwork === undefined
    ? createNetwork(name, gcp, context, needed.enabled)
    : existingNetwork(name, gcp.existingNetwork, gcp, context, needed.dependsOn);

/** Uses a network that exists. Resources in it are created only after Google has returned the subnetwork and its checks have passed. */
function existingNetwork(
  name: string,
  { network, subnetwork, podsRange, servicesRange }: GcpExistingNetworkArgs,
  gcp: GcpSpec,
  { opts, project }: GcpContext,
  dependsOn: Needed["dependsOn"],
): ClusterNetwork {
  const place = pulumi.all([subnetwork, project]).apply(([given, own]) => {
    const { project = own, region = gcp.region, name = given } = SUBNETWORK_LINK.exec(given)?.groups ?? {};
    return { project, region, name };
  });
  // These arguments are outputs, so that nobody looks for a subnetwork that the same program is yet to create.
  const { project: owner, region, name: subnetworkName } = place;
  const found = getSubnetworkOutput({ project: owner, region, name: subnetworkName }, { ...opts, dependsOn });
  const checked = pulumi
    .all([found, { network, subnetwork, podsRange, servicesRange }, project])
    .apply(async ([facts, given, own]) => {
      const use = { ...given, project: own, nodes: mostNodes(gcp.nodePools) };
      await refuseLate(`MlCluster "${name}"`, foundSubnetworkProblems(facts, use));
      return given;
    });
  return {
    network: checked.network,
    subnetwork: checked.subnetwork,
    podsRange: checked.podsRange,
    servicesRange: checked.servicesRange,
    connectivity: [],
  };
}

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
