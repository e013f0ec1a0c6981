import { ApiError } from "../../cloud/api-error";
import { parseCidr } from "../../cloud/cidr";
import { number, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { awsType } from "../aws-type";

const TYPE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/** A rule of a security group, of the kind that names a block of IPv4. */
export const securityGroupIngressRule = awsType({
  title: "VPC Security Group Rule",
  inputs: {
    securityGroupId: text({ required: true, replaces: true }),
    ipProtocol: text({ required: true }),
    fromPort: number(),
    toPort: number(),
    cidrIpv4: text({
      required: true,
      rule: (value) => (parseCidr(value) ? undefined : `${JSON.stringify(value)} is not a valid CIDR block`),
    }),
    description: text(),
  },
  outputs: ["arn", "securityGroupRuleId"],
  create(cloud, inputs) {
    const [groupId, block] = [textAt(inputs, "securityGroupId"), textAt(inputs, "cidrIpv4")];
    cloud.needed(
      "aws:ec2/securityGroup:SecurityGroup",
      groupId,
      "InvalidGroup.NotFound",
      `The security group '${groupId}' does not exist`,
    );
    // Amazon EC2 API reference, AuthorizeSecurityGroupIngress: a rule is its protocol, ports and source.
    const same = (other: typeof inputs) =>
      ["securityGroupId", "ipProtocol", "fromPort", "toPort", "cidrIpv4"].every((part) => other[part] === inputs[part]);
    if (cloud.resources(TYPE).some((other) => same(other.inputs))) {
      const reason = `the specified rule "peer: ${block}" already exists`;
      throw new ApiError("InvalidPermission.Duplicate", reason);
    }
    const id = cloud.newId("sgr");
    const arn = cloud.arn("ec2", textAt(inputs, "region"), `security-group-rule/${id}`);
    return { id, outputs: { arn, securityGroupRuleId: id } };
  },
});
