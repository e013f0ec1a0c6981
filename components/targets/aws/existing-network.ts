import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { checked } from "../../shared/checks";
import { InvalidArgs, type Problem } from "../../shared/invalid-args";
import type { AwsExistingNetworkArgs } from "./args";
import * as formats from "./formats";
import type { Network, Subnet } from "./network";
import { DEFAULT_SERVICE_CIDR } from "./network-spec";
import type { AwsContext } from "./context";

/** What a VPC that exists is checked for. */
interface Found {
  readonly vpc: ec2.GetVpcResult;
  readonly privateSubnets: readonly ec2.GetSubnetResult[];
  readonly publicSubnets: readonly ec2.GetSubnetResult[];
}

/** A VPC that exists. Whatever is made in it waits for the verdict that it lacks nothing. */
export function useNetwork(
  name: string,
  args: AwsExistingNetworkArgs,
  serviceCidr: string | undefined,
  { opts }: AwsContext,
): Network {
  const lookUp = (ids: pulumi.Input<string>[] = []) => ids.map((id) => ec2.getSubnetOutput({ id }, opts));
  const vpc = ec2.getVpcOutput({ id: args.vpcId }, opts);
  const privateSubnets = lookUp(args.privateSubnetIds);
  const publicSubnets = lookUp(args.publicSubnetIds);
  const verdict = pulumi
    .all([vpc, pulumi.all(privateSubnets), pulumi.all(publicSubnets)])
    .apply(([vpc, privateSubnets, publicSubnets]) => {
      const problems = [
        ...lackingIn({ vpc, privateSubnets, publicSubnets }),
        ...blocksOf(vpc).flatMap((block) =>
          checked("aws.serviceCidr", serviceCidr ?? DEFAULT_SERVICE_CIDR, formats.serviceCidr(block)),
        ),
      ];
      if (problems.length > 0) throw new InvalidArgs(`MlCluster "${name}"`, problems);
    });
  const judged = (subnet: pulumi.Output<ec2.GetSubnetResult>): Subnet => {
    const sound = pulumi.all([subnet, verdict]).apply(([found]) => found);
    return { id: sound.apply(({ id }) => id), zone: sound.apply(({ availabilityZone }) => availabilityZone) };
  };
  return {
    vpcId: pulumi.all([vpc, verdict]).apply(([{ id }]) => id),
    privateSubnets: privateSubnets.map(judged),
    publicSubnets: publicSubnets.map(judged),
    // What the same program makes of it is in the component's `dependsOn`, which outlasts every part of the component.
    lasting: [],
  };
}

/** A VPC may have been given further blocks. */
const blocksOf = ({ cidrBlock, cidrBlockAssociations }: ec2.GetVpcResult): string[] => [
  ...new Set([cidrBlock, ...cidrBlockAssociations.map((association) => association.cidrBlock)]),
];

const PATH = "aws.existingNetwork";

/** What a VPC lacks that a cluster needs. */
export function lackingIn({ vpc, privateSubnets, publicSubnets }: Found): Problem[] {
  const dns = [
    ...(vpc.enableDnsHostnames ? [] : ["DNS hostnames"]),
    ...(vpc.enableDnsSupport ? [] : ["DNS resolution"]),
  ];
  return [
    ...(dns.length === 0
      ? []
      : [{ path: `${PATH}.vpcId`, reason: `${vpc.id} has ${dns.join(" and ")} off. Turn it on.` }]),
    ...kindProblems(`${PATH}.privateSubnetIds`, vpc.id, privateSubnets, "internal-elb"),
    ...privateSubnets.flatMap(({ id, mapPublicIpOnLaunch }, index) =>
      mapPublicIpOnLaunch
        ? [
            {
              path: `${PATH}.privateSubnetIds[${String(index)}]`,
              reason: `${id} gives its machines public addresses, so it is not private. Name another one.`,
            },
          ]
        : [],
    ),
    ...(publicSubnets.length === 0 ? [] : kindProblems(`${PATH}.publicSubnetIds`, vpc.id, publicSubnets, "elb")),
  ];
}

function kindProblems(path: string, vpcId: string, subnets: Found["privateSubnets"], role: string): Problem[] {
  const tag = `kubernetes.io/role/${role}`;
  const each = subnets.flatMap((subnet, index) => {
    const at = `${path}[${String(index)}]`;
    return [
      ...(subnet.vpcId === vpcId ? [] : [{ path: at, reason: `${subnet.id} is in ${subnet.vpcId}, not in ${vpcId}.` }]),
      ...(["1", ""].includes(subnet.tags[tag] ?? "-")
        ? []
        : [{ path: at, reason: `${subnet.id} lacks the tag ${tag} = 1, by which load balancers find it. Add it.` }]),
    ];
  });
  const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone));
  const few = {
    path,
    reason: `are in ${String(zones.size)} zone, and EKS wants two at least. Add one of another zone.`,
  };
  return zones.size >= 2 ? each : [...each, few];
}
