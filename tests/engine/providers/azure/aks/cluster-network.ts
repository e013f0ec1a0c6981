import { type Properties, objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { type Cidr, overlap, parseCidr } from "../../cloud/cidr";
import { flagAt, listAt, objectsAt, textAt } from "../../cloud/values";
import type { AzureCloud } from "../azure-cloud";
import { networkOf, SUBNET } from "../network/virtual-network";

/** AKS documentation, "Configure Azure CNI networking": ranges that Azure itself uses in each cluster. */
const RESERVED = ["169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"];
/** AKS documentation, "Secure access to the API server using authorized IP address ranges". */
const MOST_RANGES = 200;

/** The ids of the subnets of the inline pools. */
export const subnetIdsOf = (inputs: Properties): string[] => [
  ...new Set(objectsAt(inputs, "agentPoolProfiles").flatMap((pool) => textAt(pool, "vnetSubnetID") || [])),
];

/** Refuses what AKS refuses of ranges, ways out and the data plane. */
export function checkNetwork(cloud: AzureCloud, inputs: Properties): void {
  const profile = objectAt(inputs, "networkProfile");
  checkRanges(cloud, inputs, profile);
  checkOutbound(cloud, inputs, profile);
  const isCilium = textAt(profile, "networkDataplane") === "cilium";
  if (isCilium && textAt(profile, "networkPlugin") !== "azure")
    refuse("networkDataplane cilium requires networkPlugin azure.");
  if (isCilium && !["", "cilium", "none"].includes(textAt(profile, "networkPolicy"))) {
    refuse("With networkDataplane cilium, networkPolicy must be cilium.");
  }
  if (textAt(profile, "networkPolicy") === "cilium" && !isCilium)
    refuse("networkPolicy cilium requires networkDataplane cilium.");
}

/** Refuses what AKS refuses about who reaches the API server. */
export function checkAccess(inputs: Properties, olds?: Properties): void {
  const access = objectAt(inputs, "apiServerAccessProfile");
  const ranges = listAt(access, "authorizedIPRanges");
  if (ranges.length > MOST_RANGES) refuse(`At most ${MOST_RANGES} authorized IP ranges are supported.`);
  if (ranges.length > 0 && flagAt(access, "enablePrivateCluster")) {
    refuse("Authorized IP ranges are not supported for private clusters.");
  }
  const isPrivate = (values: Properties) => flagAt(values.apiServerAccessProfile, "enablePrivateCluster");
  // AKS documentation, "Create a private AKS cluster", limitations.
  if (olds !== undefined && isPrivate(olds) !== isPrivate(inputs)) {
    refuse(
      "Changing property 'apiServerAccessProfile.enablePrivateCluster' is not allowed.",
      "PropertyChangeNotAllowed",
    );
  }
}

function checkRanges(cloud: AzureCloud, inputs: Properties, profile: Properties): void {
  const [serviceCidr, podCidr] = [textAt(profile, "serviceCidr"), textAt(profile, "podCidr")];
  const [services, pods] = [parseCidr(serviceCidr), parseCidr(podCidr)];
  const spaces = subnetIdsOf(inputs).flatMap((id) =>
    listAt(networkOf(cloud, id).inputs.addressSpace, "addressPrefixes"),
  );
  const taken = [...spaces, ...RESERVED].map(parseCidr);
  const meets = (range: Cidr | undefined) => taken.some((other) => range && other && overlap(range, other));
  if (services && services.prefix < 12)
    refuse(`The service CIDR ${serviceCidr} must be smaller than /12.`, "InvalidServiceCidr");
  if (meets(services))
    refuse(
      `The specified service CIDR ${serviceCidr} is conflicted with an existing subnet CIDR or a reserved range.`,
      "ServiceCidrOverlapExistingSubnetsCidr",
    );
  if (meets(pods))
    refuse(
      `The specified pod CIDR ${podCidr} is conflicted with an existing subnet CIDR or a reserved range.`,
      "PodCidrOverlapExistingSubnetsCidr",
    );
  if (services && pods && overlap(services, pods))
    refuse(`The pod CIDR ${podCidr} and the service CIDR ${serviceCidr} overlap.`, "InvalidPodCidr");
  const dns = textAt(profile, "dnsServiceIP");
  const address = parseCidr(`${dns}/32`);
  if (dns === "" || !services) return;
  if (!address || !overlap(services, address) || address.first <= services.first + 1) {
    refuse(
      `The DNS service IP ${dns} must be in the service CIDR ${serviceCidr}, and neither its first nor its second address.`,
      "InvalidDNSServiceIP",
    );
  }
}

function checkOutbound(cloud: AzureCloud, inputs: Properties, profile: Properties): void {
  const outbound = textAt(profile, "outboundType");
  const subnets = subnetIdsOf(inputs).map((id) => cloud.referred(SUBNET, id));
  const own = ["userDefinedRouting", "userAssignedNATGateway"];
  if (own.includes(outbound) && subnets.length === 0) refuse(`outboundType ${outbound} requires a subnet of your own.`);
  if (outbound === "managedNATGateway" && subnets.length > 0)
    refuse("outboundType managedNATGateway is not supported with a subnet of your own.");
  const hasGateway = subnets.every((subnet) => textAt(objectAt(subnet.inputs, "natGateway"), "id") !== "");
  if (outbound === "userAssignedNATGateway" && !hasGateway) {
    refuse("outboundType userAssignedNATGateway requires a NAT gateway that is associated with the subnet.");
  }
}

function refuse(reason: string, code = "InvalidParameter"): never {
  throw new ApiError(code, reason);
}
