import { ApiError } from "../../cloud/api-error";
import { parseCidr } from "../../cloud/cidr";
import { flag, oneOf, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";

/** A range that a VPC or subnet may have (VPC User Guide, "VPC CIDR blocks": from /16 to /28). */
export function rangeRule(value: string): string | undefined {
  const cidr = parseCidr(value);
  if (!cidr) return `${JSON.stringify(value)} is not a valid IPv4 CIDR block`;
  return cidr.prefix >= 16 && cidr.prefix <= 28 ? undefined : `expected a block size between /16 and /28, got ${value}`;
}

/** What must go before a VPC can. */
const INSIDE = [
  "aws:ec2/subnet:Subnet",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
];

export const vpc = awsType({
  title: "EC2 VPC",
  inputs: {
    cidrBlock: text({ required: true, replaces: true, rule: rangeRule }),
    enableDnsHostnames: flag({ computed: true }),
    enableDnsSupport: flag({ default: true }),
    instanceTenancy: oneOf(["default", "dedicated"], { default: "default", replaces: true }),
  },
  outputs: [
    "arn",
    "defaultNetworkAclId",
    "defaultRouteTableId",
    "defaultSecurityGroupId",
    "mainRouteTableId",
    "ownerId",
  ],
  create(cloud, inputs) {
    const id = cloud.newId("vpc");
    const main = cloud.newId("rtb");
    return {
      id,
      inputs: { enableDnsHostnames: false },
      outputs: {
        arn: cloud.arn("ec2", textAt(inputs, "region"), `vpc/${id}`),
        defaultNetworkAclId: cloud.newId("acl"),
        defaultRouteTableId: main,
        defaultSecurityGroupId: cloud.newId("sg"),
        mainRouteTableId: main,
        ownerId: cloud.account,
      },
    };
  },
  delete(cloud, { id }) {
    const inside = INSIDE.some((type) => cloud.resources(type).some(({ inputs }) => textAt(inputs, "vpcId") === id));
    const balanced = [...cloud.loadBalancers.values()].some(({ vpcId }) => vpcId === id); // their security groups are left
    if (inside || balanced) {
      throw new ApiError("DependencyViolation", `The vpc '${id}' has dependencies and cannot be deleted.`);
    }
  },
});

/** The VPC of that ID, which must exist. */
export function neededVpc(cloud: AwsCloud, id: string) {
  return cloud.needed("aws:ec2/vpc:Vpc", id, "InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
}
