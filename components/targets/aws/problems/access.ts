import { checked, checkedEach, repeatedProblems } from "../../../shared/checks";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { apiAccessProblems, privateAccessCidr, publicAccessCidr } from "../../api-access";
import type { ClusterSpec } from "../../common-spec";
import type { ClusterRequest } from "../../target";
import type { AwsClusterArgs } from "../args";
import { principalArn } from "./arns";

/** The form of the ARNs of everyone who may use the cluster. */
export const principalFieldProblems = ({ admins, viewers }: ClusterSpec): Problem[] => [
  ...checkedEach("admins", admins, principalArn()),
  ...checkedEach("viewers", viewers, principalArn()),
];

/** Identities that are listed twice, or that the cluster's partition does not know. */
export function principalRuleProblems({ admins, viewers }: ClusterSpec, region: string | undefined): Problem[] {
  const check = (path: string, arns: readonly string[], others: readonly string[]): Problem[] => [
    ...repeatedProblems(path, arns),
    ...arns.flatMap((arn, index) => {
      const at = `${path}[${String(index)}]`;
      return [
        ...problemIf(others.includes(arn), at, `${shown(arn)} is also in admins. Leave it out.`),
        ...checked(at, arn, principalArn(region)),
      ];
    }),
  ];
  return [...check("admins", admins, []), ...check("viewers", viewers, admins)];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html. */
const MAX_CIDRS = 40;

const NO_VPC_TO_BE_IN =
  "needs aws.existingNetwork: Pulumi must run inside the VPC, and the VPC does not exist yet if it is created here. Fill " +
  "aws.existingNetwork, or write apiAccess.cidrs without privateOnly.";

/** Who reaches the API server over the network. */
export function networkAccessProblems({ block, spec, args }: ClusterRequest<AwsClusterArgs>): Problem[] {
  const path = "apiAccess.cidrs";
  const { publicCidrs, privateCidrs } = spec.apiAccess;
  const privateOnly = args.apiAccess?.privateOnly ?? false;
  const tooMany = `${String(publicCidrs.length)} blocks are too many; EKS allows ${String(MAX_CIDRS)}.`;
  return [
    ...apiAccessProblems(args.apiAccess),
    ...problemIf(publicCidrs.length > MAX_CIDRS, path, tooMany),
    ...checkedEach(path, [...publicCidrs], publicAccessCidr),
    ...problemIf(privateOnly && block.existingNetwork === undefined, "apiAccess.privateOnly", NO_VPC_TO_BE_IN),
    // The cluster's security group admits only its own members, and the machine that runs Pulumi is not one of them.
    ...problemIf(
      privateOnly && privateCidrs.length === 0,
      path,
      "is missing. Write the private CIDR blocks from which you run Pulumi.",
    ),
    ...repeatedProblems(path, privateCidrs),
    ...checkedEach(path, [...privateCidrs], privateAccessCidr),
  ];
}
