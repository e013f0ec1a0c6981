import { ApiError } from "../../cloud/api-error";
import { text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";
import { neededVpc } from "./vpc";

const TYPE = "aws:ec2/internetGateway:InternetGateway";

export const internetGateway = awsType({
  title: "EC2 Internet Gateway",
  inputs: { vpcId: text() },
  outputs: ["arn", "ownerId"],
  create(cloud, inputs) {
    const vpcId = textAt(inputs, "vpcId");
    if (vpcId !== "") neededVpc(cloud, vpcId);
    if (vpcId !== "" && hasInternetGateway(cloud, vpcId)) {
      throw new ApiError("Resource.AlreadyAssociated", `resource ${vpcId} is already attached to network`);
    }
    const id = cloud.newId("igw");
    const arn = cloud.arn("ec2", textAt(inputs, "region"), `internet-gateway/${id}`);
    return { id, outputs: { arn, ownerId: cloud.account } };
  },
  delete(cloud, { inputs }) {
    const vpcId = textAt(inputs, "vpcId");
    if (publicAddresses(cloud, vpcId) > 0) {
      // jenkins-x/terraform-aws-eks-jx #373: the load balancer's address held the gateway.
      const reason = `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`;
      throw new ApiError("DependencyViolation", reason);
    }
  },
});

/** Whether a VPC has a way out to the internet. */
export function hasInternetGateway(cloud: AwsCloud, vpcId: string): boolean {
  return cloud.resources(TYPE).some(({ inputs }) => textAt(inputs, "vpcId") === vpcId);
}

function publicAddresses(cloud: AwsCloud, vpcId: string): number {
  const gateways = cloud.resources("aws:ec2/natGateway:NatGateway").filter(({ inputs }) => {
    const place = cloud.find("aws:ec2/subnet:Subnet", textAt(inputs, "subnetId"));
    return textAt(place?.inputs, "vpcId") === vpcId && textAt(inputs, "connectivityType") === "public";
  });
  const balancers = [...cloud.loadBalancers.values()].filter(
    (balancer) => balancer.vpcId === vpcId && balancer.scheme === "internet-facing",
  );
  return gateways.length + balancers.length;
}
