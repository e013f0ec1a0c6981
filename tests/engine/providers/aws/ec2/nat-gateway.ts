import { ApiError, CreationFailed } from "../../cloud/api-error";
import { addressIn } from "../../cloud/cidr";
import { oneOf, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";
import { hasInternetGateway } from "./internet-gateway";
import { neededSubnet } from "./subnet";

const NAT = "aws:ec2/natGateway:NatGateway";
const EIP = "aws:ec2/eip:Eip";

export const eip = awsType({
  title: "EC2 EIP",
  inputs: { domain: oneOf(["vpc"], { computed: true, replaces: true }) },
  outputs: ["allocationId", "arn", "associationId", "publicDns", "publicIp"],
  create(cloud, inputs) {
    const id = cloud.newId("eipalloc");
    const number = cloud.resources(EIP).length;
    return {
      id,
      inputs: { domain: "vpc" },
      outputs: {
        allocationId: id,
        arn: cloud.arn("ec2", textAt(inputs, "region"), `elastic-ip/${id}`),
        associationId: "",
        publicDns: "",
        publicIp: addressIn({ first: 0xcb007100, size: 256, prefix: 24 }, number + 1), // of the range for documentation
      },
    };
  },
  delete(cloud, { id }) {
    const user = userOf(cloud, id);
    // EC2 API reference, "Error codes": InvalidIPAddress.InUse.
    if (user) throw new ApiError("InvalidIPAddress.InUse", `Address ${id} is in use by ${user.id}`);
  },
});

export const natGateway = awsType({
  title: "EC2 NAT Gateway",
  inputs: {
    subnetId: text({ required: true, replaces: true }),
    allocationId: text({ computed: true, replaces: true }),
    connectivityType: oneOf(["public", "private"], { default: "public", replaces: true }),
  },
  outputs: ["associationId", "networkInterfaceId", "publicIp"],
  refuse: (inputs) =>
    inputs.connectivityType === "public" && inputs.allocationId === undefined
      ? [{ property: "allocationId", reason: "`allocation_id` is required for a public NAT Gateway" }]
      : [],
  create(cloud, inputs) {
    const [allocationId, subnetId] = [textAt(inputs, "allocationId"), textAt(inputs, "subnetId")];
    const vpcId = textAt(neededSubnet(cloud, subnetId).inputs, "vpcId");
    const missing = `The elastic-ip ID '${allocationId}' does not exist`;
    const address = cloud.needed(EIP, allocationId, "InvalidAllocationID.NotFound", missing);
    if (userOf(cloud, allocationId)) {
      throw new ApiError("InvalidIPAddress.InUse", `Address ${allocationId} is already associated`);
    }
    const id = cloud.newId("nat");
    const outputs = {
      associationId: cloud.newId("eipassoc"),
      networkInterfaceId: cloud.newId("eni"),
      publicIp: textAt(address.outputs, "publicIp"),
    };
    if (textAt(inputs, "connectivityType") === "public" && !hasInternetGateway(cloud, vpcId)) {
      // VPC User Guide, "Troubleshoot NAT gateways": the gateway is made and goes to the state Failed.
      const cause = `Gateway.NotAttached: Network ${vpcId} has no Internet gateway attached`;
      const message = `unexpected state 'failed', wanted target 'available'. last error: ${cause}`;
      throw new CreationFailed({ id, outputs }, message);
    }
    return { id, outputs };
  },
});

function userOf(cloud: AwsCloud, allocationId: string) {
  return cloud.resources(NAT).find(({ inputs }) => textAt(inputs, "allocationId") === allocationId);
}
