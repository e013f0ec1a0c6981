import type { Cluster, ClusterArgs } from "@pulumi/gcp/container/cluster";
import type * as pulumi from "@pulumi/pulumi";
import type { ApiAccessSpec } from "../api-access";

/** How to reach an API server. */
export interface Endpoint {
  readonly url: pulumi.Output<string>;
  /** The CA certificate in base64; undefined if a public authority signed the server's certificate. */
  readonly certificateAuthority?: pulumi.Output<string>;
}

/** Inputs of a cluster, and the endpoint that it then has. */
interface Endpoints {
  readonly inputs: Partial<ClusterArgs>;
  readonly endpoint: (cluster: Cluster) => Endpoint;
}

/**
 * The endpoints of a cluster. Without `apiAccess` it is the DNS endpoint: it has no list of CIDR blocks, and Google lets only
 * requests through whose sender has the permission `container.clusters.connect`. Otherwise it is an IP endpoint, public or
 * private.
 */
export const endpointsOf = ({ publicCidrs, privateCidrs, isPrivate }: ApiAccessSpec): Endpoints =>
  publicCidrs.length === 0 && !isPrivate ? dnsEndpoint : ipEndpoint(isPrivate ? privateCidrs : publicCidrs, isPrivate);

const dnsEndpoint: Endpoints = {
  inputs: {
    privateClusterConfig: { enablePrivateNodes: true },
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: { allowExternalTraffic: true },
      ipEndpointsConfig: { enabled: false },
    },
  },
  endpoint: ({ controlPlaneEndpointsConfig }) => ({
    url: controlPlaneEndpointsConfig.apply(({ dnsEndpointConfig }) => `https://${dnsEndpointConfig.endpoint}`),
  }),
};

const ipEndpoint = (cidrs: readonly string[], isPrivate: boolean): Endpoints => ({
  inputs: {
    privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: isPrivate },
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: { allowExternalTraffic: false },
      ipEndpointsConfig: { enabled: true },
    },
    masterAuthorizedNetworksConfig: {
      cidrBlocks: cidrs.map((cidrBlock) => ({ cidrBlock })),
      // Otherwise every machine of Google Cloud reaches it, whoever rents it.
      gcpPublicCidrsAccessEnabled: false,
    },
  },
  endpoint: ({ endpoint, masterAuth }) => ({
    url: endpoint.apply((address) => `https://${address}`),
    certificateAuthority: masterAuth.clusterCaCertificate,
  }),
});
