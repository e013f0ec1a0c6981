import type { ResourceMappings } from "../../requests";

/** Networks. */
export const compute: ResourceMappings = {
  "gcp:compute/network:Network": {
    requests: [
      {
        operation: "compute.networks.insert",
        fields: { project: "project", autoCreateSubnetworks: "body.autoCreateSubnetworks" },
        generatedName: "body.name",
      },
    ],
  },
  "gcp:compute/subnetwork:Subnetwork": {
    requests: [
      {
        operation: "compute.subnetworks.insert",
        fields: {
          ipCidrRange: "body.ipCidrRange",
          network: "body.network",
          privateIpGoogleAccess: "body.privateIpGoogleAccess",
          project: "project",
          region: "region",
          secondaryIpRanges: "body.secondaryIpRanges",
        },
        generatedName: "body.name",
      },
    ],
  },
  "gcp:compute/router:Router": {
    requests: [
      {
        operation: "compute.routers.insert",
        fields: { network: "body.network", project: "project", region: "region" },
        generatedName: "body.name",
      },
    ],
  },
  "gcp:compute/routerNat:RouterNat": {
    requests: [
      {
        operation: "compute.routers.patch",
        fields: {
          natIpAllocateOption: "body.nats.0.natIpAllocateOption",
          project: "project",
          region: "region",
          router: "router",
          sourceSubnetworkIpRangesToNat: "body.nats.0.sourceSubnetworkIpRangesToNat",
        },
        generatedName: "body.nats.0.name",
      },
    ],
  },
};
