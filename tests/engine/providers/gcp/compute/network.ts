import { flag, matching, number, oneOf, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { ENDPOINT_GROUP, FIREWALL, type GcpCloud, GcpError, selfLink, shortLink } from "../gcp-cloud";
import { COMPUTE_NAME, gcpType } from "../gcp-type";

export const NETWORK = "gcp:compute/network:Network";

/** Fields that replace: terraform-provider-google 7, resource_compute_network.go. */
export const network = gcpType(
  {
    title: "Network",
    inputs: {
      name: text({ replaces: true, rule: matching(COMPUTE_NAME, "expected a name of RFC 1035") }),
      autoCreateSubnetworks: flag({ default: true, replaces: true }),
      routingMode: oneOf(["REGIONAL", "GLOBAL"], { computed: true }),
      mtu: number({ computed: true }),
      description: text({ replaces: true }),
      deleteDefaultRoutesOnCreate: flag({ default: false, replaces: true }),
    },
    autoname: { property: "name", maxLength: 63 },
    outputs: ["selfLink", "gatewayIpv4", "numericId"],
    create(cloud, inputs) {
      const id = `projects/${textAt(inputs, "project")}/global/networks/${textAt(inputs, "name")}`;
      if (cloud.find(NETWORK, id)) throw new GcpError(409, `The resource '${id}' already exists`);
      const outputs = { selfLink: selfLink(id), gatewayIpv4: "", numericId: "1" };
      return { id, inputs: { routingMode: "REGIONAL", mtu: 1460 }, outputs };
    },
    delete(cloud, { id }) {
      const user = usersOf(cloud, id)[0];
      if (user !== undefined) throw inUse("network", id, user);
    },
  },
  "compute",
);

/**
 * What keeps a network from being deleted, whoever made it (VPC documentation, "Delete a network"). The provider does not wait for
 * it to go: rules that a load balancer has left are there until somebody deletes them.
 */
function usersOf(cloud: GcpCloud, id: string): string[] {
  const types = ["gcp:compute/subnetwork:Subnetwork", "gcp:compute/router:Router", FIREWALL, ENDPOINT_GROUP];
  const found = types.flatMap((type) => cloud.resources(type));
  return found.filter(({ inputs }) => networkId(cloud, textAt(inputs, "network")) === id).map((user) => user.id);
}

/** Compute Engine API, resourceInUseByAnotherResource. */
export const inUse = (what: string, id: string, user: string): GcpError =>
  new GcpError(
    400,
    `The ${what} resource '${id}' is already being used by '${user}'`,
    "resourceInUseByAnotherResource",
  );

/** The id of a network by its name or its self link. */
export const networkId = (cloud: GcpCloud, reference: string): string =>
  reference.includes("/") ? shortLink(reference) : `projects/${cloud.project}/global/networks/${reference}`;

/** The network of a request, which must exist. */
export function neededNetwork(cloud: GcpCloud, reference: string): string {
  const id = networkId(cloud, reference);
  if (!cloud.find(NETWORK, id)) throw new GcpError(404, `The resource '${id}' was not found`);
  return id;
}
