import type { GetSubnetworkResult } from "@pulumi/gcp/compute/getSubnetwork";
import { ipv4Block } from "../../../shared/cidr";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { shortLink } from "../compute-links";

/** How a cluster uses a subnetwork that exists. */
export interface SubnetworkUse {
  /** Name or self link of the network, as the caller wrote it. */
  readonly network: string;
  readonly podsRange: string;
  readonly servicesRange: string;
  /** Project of the cluster. */
  readonly project: string;
  /** The largest number of nodes, with those that upgrades add. */
  readonly nodes: number;
}

/** What is read of a subnetwork. */
export type SubnetworkFacts = Pick<
  GetSubnetworkResult,
  "ipCidrRange" | "network" | "privateIpGoogleAccess" | "project" | "region" | "secondaryIpRanges"
> & { readonly name?: string };

const AT = "gcp.existingNetwork";

/** What is wrong with a subnetwork that exists, after Google has returned it. */
export const foundSubnetworkProblems = (found: SubnetworkFacts, use: SubnetworkUse): Problem[] => [
  ...networkProblems(found, use),
  ...accessProblems(found, use),
  ...problemIf(
    use.podsRange === use.servicesRange,
    `${AT}.servicesRange`,
    "is the same range as podsRange. Name a secondary range for Services and another one for pods.",
  ),
  ...(["podsRange", "servicesRange"] as const).flatMap((input) => rangeProblems(input, found, use)),
  ...roomProblems(found, use),
];

/** A subnetwork is in one network. A name without a project is in the project of the cluster. */
function networkProblems(found: SubnetworkFacts, { network, project }: SubnetworkUse): Problem[] {
  const own = `projects/${project}/global/networks/`;
  const [actual, written] = [shortLink(found.network), network.includes("/") ? shortLink(network) : own + network];
  return problemIf(
    actual !== written,
    `${AT}.network`,
    `${shown(network)} is not the network of the subnetwork ${found.name ?? ""}. Write ${actual.replace(own, "")}.`,
  );
}

/**
 * GKE turns Private Google Access on itself in the project of the cluster, but not in the host project of a Shared VPC:
 * https://cloud.google.com/kubernetes-engine/docs/concepts/private-cluster-concept.
 */
const accessProblems = (found: SubnetworkFacts, { project }: SubnetworkUse): Problem[] =>
  problemIf(
    !found.privateIpGoogleAccess && found.project !== project,
    `${AT}.subnetwork`,
    `${found.name ?? ""} has no Private Google Access, without which nodes pull no images. Run gcloud compute networks subnets update ${found.name ?? ""} --project ${found.project} --region ${found.region} --enable-private-ip-google-access.`,
  );

function rangeProblems(input: "podsRange" | "servicesRange", found: SubnetworkFacts, use: SubnetworkUse): Problem[] {
  const names = found.secondaryIpRanges.map(({ rangeName }) => rangeName);
  const others = names.length === 0 ? "which has none. Add one" : `which has ${names.join(", ")}. Name one of them`;
  return problemIf(
    !names.includes(use[input]),
    `${AT}.${input}`,
    `${shown(use[input])} is not a secondary range of the subnetwork ${found.name ?? ""}, ${others}.`,
  );
}

/** Google keeps four addresses of a range of nodes; each node takes a /24 of the pods' range. */
function roomProblems(found: SubnetworkFacts, { podsRange, nodes }: SubnetworkUse): Problem[] {
  const pods = found.secondaryIpRanges.find(({ rangeName }) => rangeName === podsRange)?.ipCidrRange ?? "";
  const tooSmall = (path: string, range: string, room: (length: number) => number, instead: string): Problem[] => {
    const block = ipv4Block(range);
    const most = block === undefined ? nodes : Math.floor(room(block.length));
    return problemIf(
      nodes > most,
      `${AT}.${path}`,
      `${range} has room for ${String(most)} nodes, but the node pools may have ${String(nodes)} during upgrades. ${instead}, or lower max.`,
    );
  };
  return [
    ...tooSmall("subnetwork", found.ipCidrRange, (length) => 2 ** (32 - length) - 4, "Use a larger subnetwork"),
    ...tooSmall("podsRange", pods, (length) => 2 ** (24 - length), "Name a larger range"),
  ];
}
