import type { Properties } from "../../property-values";
import { type Cidr, contains, overlap, parseCidr } from "../../cloud/cidr";
import type { CloudResource, Invoke } from "../../cloud/resource-type";
import { flag, list, matching, object, oneOf, text } from "../../cloud/shape";
import { objectsAt, textAt } from "../../cloud/values";
import { type GcpCloud, GcpError, selfLink, shortLink } from "../gcp-cloud";
import { checkProject, COMPUTE_NAME, gcpType } from "../gcp-type";
import { inUse, neededNetwork } from "./network";

export const SUBNETWORK = "gcp:compute/subnetwork:Subnetwork";
const name = matching(COMPUTE_NAME, "expected a name of RFC 1035");
const range = (text: string) => (parseCidr(text) ? undefined : `invalid CIDR address: ${text}`);

/** Fields that replace: terraform-provider-google 7, resource_compute_subnetwork.go. */
export const subnetwork = gcpType(
  {
    title: "Subnetwork",
    inputs: {
      name: text({ replaces: true, rule: name }),
      network: text({ required: true, replaces: true }),
      region: text({ computed: true, replaces: true }),
      ipCidrRange: text({ computed: true, rule: range }),
      secondaryIpRanges: list(
        object({
          rangeName: text({ required: true, rule: name }),
          ipCidrRange: text({ computed: true, rule: range }),
        }),
        { computed: true },
      ),
      privateIpGoogleAccess: flag({ computed: true }),
      purpose: oneOf(["PRIVATE"], { computed: true, replaces: true }),
      description: text({ replaces: true }),
    },
    autoname: { property: "name", maxLength: 63 },
    outputs: ["selfLink", "gatewayAddress", "creationTimestamp"],
    // customdiff.ForceNewIfChange("ip_cidr_range", IsShrinkageIpCidr): a range can only grow.
    replaces(olds, news) {
      const [before, after] = [olds, news].map((inputs) => parseCidr(textAt(inputs, "ipCidrRange")));
      return before && after && !contains(after, before) ? ["ipCidrRange"] : [];
    },
    create(cloud, inputs, settings) {
      const region = textAt(inputs, "region") || settings.region;
      if (!region) throw new Error("Cannot determine region: set in this resource, or set provider-level 'region'");
      const id = `projects/${textAt(inputs, "project")}/regions/${region}/subnetworks/${textAt(inputs, "name")}`;
      if (cloud.find(SUBNETWORK, id)) throw new GcpError(409, `The resource '${id}' already exists`);
      const network = neededNetwork(cloud, textAt(inputs, "network"));
      checkRanges(cloud, network, inputs);
      const chosen = { region, privateIpGoogleAccess: false, purpose: "PRIVATE" };
      return { id, inputs: chosen, outputs: { selfLink: selfLink(id), gatewayAddress: "", creationTimestamp: "" } };
    },
    update(cloud, resource, news) {
      checkRanges(cloud, neededNetwork(cloud, textAt(news, "network")), news, resource);
      const kept = objectsAt(news, "secondaryIpRanges").map((one) => textAt(one, "rangeName"));
      for (const cluster of clustersIn(cloud, resource.id)) {
        const policy = cluster.inputs.ipAllocationPolicy;
        const used = ["clusterSecondaryRangeName", "servicesSecondaryRangeName"].map((key) => textAt(policy, key));
        const lost = used.find((one) => !kept.includes(one));
        if (lost !== undefined) throw inUse("secondary range", `${resource.id}/${lost}`, cluster.id);
      }
    },
    delete(cloud, { id }) {
      const [user] = [
        ...clustersIn(cloud, id),
        ...cloud
          .resources("gcp:compute/networkEndpointGroup:NetworkEndpointGroup")
          .filter(({ inputs }) => shortLink(textAt(inputs, "subnetwork")) === id),
      ];
      if (user) throw inUse("subnetwork", id, user.id);
    },
  },
  "compute",
);

/** Clusters with nodes or a control plane in a subnetwork. */
const clustersIn = (cloud: GcpCloud, id: string): CloudResource[] =>
  cloud.resources("gcp:container/cluster:Cluster").filter(({ inputs }) => subnetworkId(cloud, inputs) === id);

/** The id of a cluster's subnetwork, which is written as a name or a self link. */
export function subnetworkId(cloud: GcpCloud, cluster: Properties): string {
  const reference = textAt(cluster, "subnetwork");
  const region = textAt(cluster, "location").replace(/-[a-z]$/, "");
  return reference.includes("/")
    ? shortLink(reference)
    : `projects/${cloud.project}/regions/${region}/subnetworks/${reference}`;
}

/** Data source google_compute_subnetwork of terraform-provider-google 7: by name, in the region and project of the provider if none is given. */
export const getSubnetwork: Invoke<GcpCloud> = (cloud, args, settings) => {
  const project = textAt(args, "project") || cloud.projectOf(settings) || "";
  const region = textAt(args, "region") || settings.region || "";
  checkProject(cloud, project);
  const id = `projects/${project}/regions/${region}/subnetworks/${textAt(args, "name")}`;
  const found = cloud.find(SUBNETWORK, id);
  if (!found) throw new GcpError(404, `The resource '${id}' was not found`);
  const network = selfLink(neededNetwork(cloud, textAt(found.inputs, "network")));
  return { secondaryIpRanges: [], ...found.inputs, ...found.outputs, network, id };
};

const rangesOf = (inputs: Properties): string[] => [
  textAt(inputs, "ipCidrRange"),
  ...objectsAt(inputs, "secondaryIpRanges").map((one) => textAt(one, "ipCidrRange")),
];

/** VPC documentation, "Subnets": valid ranges, and no address twice in a network. */
function checkRanges(cloud: GcpCloud, network: string, inputs: Properties, own?: CloudResource): void {
  const others = cloud
    .resources(SUBNETWORK)
    .filter((other) => other.id !== own?.id && shortLink(textAt(other.inputs, "network")) === network)
    .flatMap((other) => rangesOf(other.inputs));
  const seen = [...others];
  for (const text of rangesOf(inputs)) {
    const block = parseCidr(text);
    if (!block || block.prefix > 29 || block.prefix < 4 || isReserved(block)) {
      throw new GcpError(400, `Invalid value for field 'resource.ipCidrRange': '${text}'`, "invalid");
    }
    const conflict = seen.find((other) => overlapsWith(block, other));
    if (conflict !== undefined) {
      throw new GcpError(400, `Invalid IPCidrRange: ${text} conflicts with existing subnetwork range ${conflict}`);
    }
    seen.push(text);
  }
}

function overlapsWith(block: Cidr, text: string): boolean {
  const other = parseCidr(text);
  return other !== undefined && overlap(block, other);
}

/** VPC documentation, "Prohibited IPv4 subnet ranges". */
const PROHIBITED = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "255.255.255.255/32"];
const isReserved = (block: Cidr): boolean => PROHIBITED.some((text) => overlapsWith(block, text));
