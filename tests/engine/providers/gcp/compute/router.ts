import type { Properties } from "../../property-values";
import { matching, oneOf, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { type GcpCloud, GcpError, selfLink } from "../gcp-cloud";
import { COMPUTE_NAME, gcpType } from "../gcp-type";
import { neededNetwork, networkId } from "./network";

const ROUTER = "gcp:compute/router:Router";
const NAT = "gcp:compute/routerNat:RouterNat";
const name = matching(COMPUTE_NAME, "expected a name of RFC 1035");

/** Fields that replace: terraform-provider-google 7, resource_compute_router.go. */
export const router = gcpType(
  {
    title: "Router",
    inputs: {
      name: text({ replaces: true, rule: name }),
      network: text({ required: true, replaces: true }),
      region: text({ computed: true, replaces: true }),
      description: text(),
    },
    autoname: { property: "name", maxLength: 63 },
    outputs: ["selfLink", "creationTimestamp"],
    create(cloud, inputs) {
      neededNetwork(cloud, textAt(inputs, "network"));
      const id = routerId(inputs, textAt(inputs, "name"));
      if (cloud.find(ROUTER, id)) throw new GcpError(409, `The resource '${id}' already exists`);
      return { id, outputs: { selfLink: selfLink(id), creationTimestamp: "" } };
    },
    // A NAT is a part of its router and goes with it (Cloud NAT documentation, "Delete Public NAT").
    delete(cloud, { id }) {
      for (const nat of cloud.resources(NAT))
        if (routerId(nat.inputs, textAt(nat.inputs, "router")) === id) cloud.remove(nat);
    },
  },
  "compute",
);

/** Fields that replace: terraform-provider-google 7, resource_compute_router_nat.go. */
export const routerNat = gcpType(
  {
    title: "RouterNat",
    inputs: {
      name: text({ replaces: true, rule: name }),
      router: text({ required: true, replaces: true }),
      region: text({ computed: true, replaces: true }),
      natIpAllocateOption: oneOf(["AUTO_ONLY"]),
      sourceSubnetworkIpRangesToNat: oneOf(["ALL_SUBNETWORKS_ALL_IP_RANGES", "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES"], {
        required: true,
      }),
    },
    autoname: { property: "name", maxLength: 63 },
    outputs: [],
    create(cloud, inputs) {
      const id = routerId(inputs, textAt(inputs, "router"));
      const owner = cloud.find(ROUTER, id);
      if (!owner) throw new GcpError(404, `The resource '${id}' was not found`);
      // Two gateways for all subnetworks of a network in a region overlap (Cloud NAT documentation, "Overlapping IP ranges").
      const network = networkId(cloud, textAt(owner.inputs, "network"));
      if (natOf(cloud, network, textAt(inputs, "region"))) {
        throw new GcpError(
          400,
          `Invalid value for field 'resource.nats': all subnetworks already have a NAT`,
          "invalid",
        );
      }
      return { id: `${id}/${textAt(inputs, "name")}`, outputs: {} };
    },
  },
  "compute",
);

const routerId = (inputs: Properties, router: string): string =>
  `projects/${textAt(inputs, "project")}/regions/${textAt(inputs, "region")}/routers/${router}`;

/** The NAT of a network in a region, if it has one. */
export const natOf = (cloud: GcpCloud, network: string, region: string) =>
  cloud.resources(NAT).find(({ inputs }) => {
    const owner = cloud.find(ROUTER, routerId(inputs, textAt(inputs, "router")));
    return textAt(inputs, "region") === region && networkId(cloud, textAt(owner?.inputs, "network")) === network;
  });
