import { checked, type Check } from "../../shared/checks";
import { shown, type Problem } from "../../shared/invalid-args";
import { filled, oneOf } from "../../shared/one-of";
import type { AwsClusterArgs, AwsExistingNetworkArgs } from "./args";
import { serviceCidr as serviceCidrCheck } from "./formats";
import { DEFAULT_SERVICE_CIDR, networkSpec } from "./network-spec";
import { dividedCidr } from "./subnets";

/** What is wrong with the network that is to be made or used, as far as AWS need not be asked. */
export function networkProblems({ network, existingNetwork, serviceCidr }: AwsClusterArgs): Problem[] {
  const vpc = existingNetwork === undefined ? networkSpec(network).cidr : undefined;
  const { zones } = network ?? {};
  return [
    ...(filled({ network, existingNetwork }).length === 2 ? oneOf("aws", { network, existingNetwork }) : []),
    ...checked("aws.network.cidr", network?.cidr, dividedCidr),
    ...(zones === undefined || zones === 2 || zones === 3
      ? []
      : [{ path: "aws.network.zones", reason: `${shown(zones)} is neither 2 nor 3.` }]),
    ...(existingNetwork === undefined ? [] : existingNetworkProblems(existingNetwork)),
    ...checked("aws.serviceCidr", serviceCidr ?? DEFAULT_SERVICE_CIDR, serviceCidrCheck(vpc)),
  ];
}

/** An id of something in EC2. How long the part behind the prefix is has changed before. */
const id =
  (prefix: string, what: string): Check =>
  (value) =>
    value.startsWith(`${prefix}-`) && /^[a-z0-9-]+$/.test(value)
      ? undefined
      : `is not the id of a ${what}, such as ${prefix}-0a1b2c3d4e5f67890`;

const PATH = "aws.existingNetwork";

function existingNetworkProblems({ vpcId, privateSubnetIds, publicSubnetIds }: AwsExistingNetworkArgs): Problem[] {
  const [own, others] = [`${PATH}.privateSubnetIds`, `${PATH}.publicSubnetIds`];
  const lacking = "has to name private subnets in two zones at least, for the nodes.";
  const lone =
    "has to name public subnets in two zones at least, for load balancers. Add one, or leave the list out: load balancers " +
    "can only be internal then.";
  return [
    ...checked(`${PATH}.vpcId`, vpcId, id("vpc", "VPC")),
    ...(privateSubnetIds.length >= 2 ? [] : [{ path: own, reason: lacking }]),
    ...subnetProblems(own, privateSubnetIds),
    ...(publicSubnetIds?.length === 1 ? [{ path: others, reason: lone }] : []),
    ...subnetProblems(others, publicSubnetIds, privateSubnetIds),
  ];
}

function subnetProblems(path: string, ids: readonly unknown[] = [], taken: readonly unknown[] = []): Problem[] {
  return ids.flatMap((subnet, index) => {
    // One that is known only later has no other like it.
    if (typeof subnet !== "string") return [];
    const at = `${path}[${String(index)}]`;
    if (ids.indexOf(subnet) !== index) {
      const cure = new Set(ids).size < 2 ? "Name one of another zone" : "Leave it out";
      return [{ path: at, reason: `${shown(subnet)} is listed twice. ${cure}.` }];
    }
    return taken.includes(subnet)
      ? [
          {
            path: at,
            reason: `${shown(subnet)} is among privateSubnetIds already. Name one with a route to an internet gateway.`,
          },
        ]
      : checked(at, subnet, id("subnet", "subnet"));
  });
}
