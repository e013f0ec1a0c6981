import type { PlainValue, PlannedResource } from "../graph";
import { isChart } from "./describe";
import { exposureOfChart, exposureOfEndpoint, exposureOfService, type Exposure } from "./exposure";
import { valueAt } from "./fill-in";

/** Who can reach what a resource puts on the network: a load balancer, an API server, or machines with addresses. */
export function exposureOf(resource: PlannedResource): Exposure[] {
  const { type, inputs } = resource;
  const { values } = inputs;
  const metadata = (values["metadata"] ?? {}) as Record<string, PlainValue>;
  if (isChart(resource)) return exposureOfChart(values["values"]);
  if (type === "kubernetes:core/v1:Service") return exposureOfService(values["spec"], metadata["annotations"] ?? {});
  const endpoint = ENDPOINTS[type];
  if (endpoint !== undefined) {
    return exposureOfEndpoint(valueAt(values, endpoint.isPublic), valueAt(values, endpoint.ranges));
  }
  const isPublic =
    PUBLIC[type]?.some((path) => ["true", true].includes(valueAt(values, path) as string | boolean)) ?? false;
  return isPublic ? [{ text: "gives public addresses", open: true }] : [];
}

/** API servers: the inputs that say whether the internet reaches them, and from where. */
const ENDPOINTS: Readonly<Record<string, { readonly isPublic: string; readonly ranges: string }>> = {
  "eks:index:Cluster": { isPublic: "endpointPublicAccess", ranges: "publicAccessCidrs" },
  "aws:eks/cluster:Cluster": { isPublic: "vpcConfig.endpointPublicAccess", ranges: "vpcConfig.publicAccessCidrs" },
};

/** Inputs that give machines an address on the internet. */
const PUBLIC: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/subnet:Subnet": ["mapPublicIpOnLaunch"],
  "aws:ec2/instance:Instance": ["associatePublicIpAddress"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["networkInterfaces[0].associatePublicIpAddress"],
};
