import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import type { ApiAccessArgs } from "../../shared/api-access";
import { checked, type Check } from "../../shared/checks";
import { ipv4Block } from "../../shared/cidr";
import { shown, type Problem } from "../../shared/invalid-args";
import type { ClusterSpec } from "../target";
import type { AwsClusterArgs } from "./args";
import type { ControlPlane } from "./cluster";
import { publicAccessCidr } from "./formats";
import type { AwsContext } from "./context";

/** What keeps everybody out of an API server without a public address. */
export function privateAccessProblems(
  { existingNetwork }: AwsClusterArgs,
  { privateOnly = false, cidrs = [] }: ApiAccessArgs = {},
): Problem[] {
  if (!privateOnly) return [];
  const path = "apiAccess.cidrs";
  return [
    ...(existingNetwork === undefined
      ? [
          {
            path: "apiAccess.privateOnly",
            reason:
              "is for a VPC that exists: whoever runs Pulumi is inside it already, which nobody is in one that is made " +
              "here. Fill aws.existingNetwork, or write apiAccess.cidrs alone.",
          },
        ]
      : []),
    // Of itself the cluster's security group admits its own members, which whoever makes the cluster cannot be yet.
    ...(cidrs.length === 0 ? [{ path, reason: "is missing. Name the private blocks that you deploy from." }] : []),
    ...cidrs.flatMap((cidr, index) => {
      const at = `${path}[${String(index)}]`;
      return cidrs.indexOf(cidr) === index
        ? checked(at, cidr, insideCidr)
        : [{ path: at, reason: `${shown(cidr)} is listed twice. Leave it out.` }];
    }),
  ];
}

/** A block that reaches the private endpoint. What is none at all is refused as such, wherever the cluster runs. */
const insideCidr: Check = (value) => {
  if (value.includes(":")) return publicAccessCidr(value);
  return ipv4Block(value) === undefined || publicAccessCidr(value) !== undefined
    ? undefined
    : "is not private, and from outside nothing arrives; write the block that you have in the VPC or on your way to it";
};

/** Lets blocks inside reach the API server, as long as anything in the cluster is still to be deleted. */
export const admitInside = (
  name: string,
  { apiAccess }: ClusterSpec,
  cluster: ControlPlane,
  { opts, tagged }: AwsContext,
): SecurityGroupIngressRule[] =>
  apiAccess.insideCidrs.map((cidrIpv4) => {
    const own = `${name}-api-${cidrIpv4}`;
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    const args = { securityGroupId: cluster.securityGroupId, cidrIpv4, ...https, tags: tagged(own) };
    return new SecurityGroupIngressRule(own, args, opts);
  });
