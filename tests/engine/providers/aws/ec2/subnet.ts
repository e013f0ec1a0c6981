import { ApiError } from "../../cloud/api-error";
import { contains, overlap, parseCidr } from "../../cloud/cidr";
import { flag, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";
import { occupants } from "./occupants";
import { neededVpc, rangeRule } from "./vpc";

const TYPE = "aws:ec2/subnet:Subnet";

export const subnet = awsType({
  title: "EC2 Subnet",
  inputs: {
    vpcId: text({ required: true, replaces: true }),
    cidrBlock: text({ required: true, replaces: true, rule: rangeRule }),
    availabilityZone: text({ computed: true, replaces: true }),
    mapPublicIpOnLaunch: flag({ default: false }),
    assignIpv6AddressOnCreation: flag({ default: false }),
    privateDnsHostnameTypeOnLaunch: text({ computed: true }),
    enableResourceNameDnsARecordOnLaunch: flag({ default: false }),
  },
  outputs: ["arn", "availabilityZoneId", "ownerId"],
  create(cloud, inputs) {
    const { region, vpcId, cidrBlock } = { region: textAt(inputs, "region"), ...placeOf(inputs) };
    const zones = cloud.zones(region);
    const zone = textAt(inputs, "availabilityZone") || (zones[0] ?? "");
    // Errors: EC2 API reference, "Error codes" (InvalidSubnet.Range, InvalidSubnet.Conflict, InvalidParameterValue).
    if (!zones.includes(zone)) {
      const offered = zones.join(", ");
      const reason = `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${offered}.`;
      throw new ApiError("InvalidParameterValue", reason);
    }
    const range = parseCidr(cidrBlock);
    const outer = parseCidr(textAt(neededVpc(cloud, vpcId).inputs, "cidrBlock"));
    if (!range || !outer || !contains(outer, range)) {
      throw new ApiError("InvalidSubnet.Range", `The CIDR '${cidrBlock}' is invalid.`);
    }
    const siblings = cloud.resources(TYPE).filter((other) => textAt(other.inputs, "vpcId") === vpcId);
    for (const { inputs: other } of siblings) {
      const taken = parseCidr(textAt(other, "cidrBlock"));
      if (taken && overlap(taken, range)) {
        throw new ApiError("InvalidSubnet.Conflict", `The CIDR '${cidrBlock}' conflicts with another subnet`);
      }
    }
    const id = cloud.newId("subnet");
    return {
      id,
      inputs: { availabilityZone: zone, privateDnsHostnameTypeOnLaunch: "ip-name" },
      outputs: {
        arn: cloud.arn("ec2", region, `subnet/${id}`),
        availabilityZoneId: cloud.zoneId(zone),
        ownerId: cloud.account,
      },
    };
  },
  delete(cloud, { id }) {
    if (occupants(cloud, id).length > 0) {
      throw new ApiError("DependencyViolation", `The subnet '${id}' has dependencies and cannot be deleted.`);
    }
  },
});

function placeOf(inputs: Parameters<typeof textAt>[0]) {
  return { vpcId: textAt(inputs, "vpcId"), cidrBlock: textAt(inputs, "cidrBlock") };
}

/** The subnet of that ID, which must exist. */
export function neededSubnet(cloud: AwsCloud, id: string) {
  return cloud.needed(TYPE, id, "InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`);
}
