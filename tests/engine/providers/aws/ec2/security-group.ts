import { objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { flag, matching, number, object, set, text } from "../../cloud/shape";
import { listAt, textAt } from "../../cloud/values";
import { awsType } from "../aws-type";
import { neededVpc } from "./vpc";

const TYPE = "aws:ec2/securityGroup:SecurityGroup";

const rules = set(
  object({
    protocol: text({ required: true }),
    fromPort: number({ required: true }),
    toPort: number({ required: true }),
    cidrBlocks: set(text()),
    securityGroups: set(text()),
    description: text(),
    self: flag(),
  }),
  { computed: true },
);

export const securityGroup = awsType({
  title: "Security Group",
  inputs: {
    vpcId: text({ computed: true, required: true, replaces: true }),
    // EC2 API reference, CreateSecurityGroup: the prefix is reserved.
    name: text({ replaces: true, rule: matching(/^(?!sg-).{1,255}$/, "cannot begin with sg-") }),
    description: text({ default: "Managed by Pulumi", replaces: true }),
    ingress: rules,
    egress: rules,
    revokeRulesOnDelete: flag({ default: false }),
  },
  autoname: { property: "name", maxLength: 255 },
  outputs: ["arn", "ownerId"],
  create(cloud, inputs) {
    const [vpcId, name] = [textAt(inputs, "vpcId"), textAt(inputs, "name")];
    neededVpc(cloud, vpcId);
    const siblings = cloud.resources(TYPE).filter((other) => textAt(other.inputs, "vpcId") === vpcId);
    if (siblings.some((other) => textAt(other.inputs, "name") === name)) {
      const reason = `The security group '${name}' already exists for VPC '${vpcId}'`;
      throw new ApiError("InvalidGroup.Duplicate", reason);
    }
    const id = cloud.newId("sg");
    const arn = cloud.arn("ec2", textAt(inputs, "region"), `security-group/${id}`);
    return { id, outputs: { arn, ownerId: cloud.account } };
  },
  delete(cloud, { id }) {
    const users = [
      ...cloud
        .resources("aws:eks/cluster:Cluster")
        .filter(({ inputs }) => listAt(objectAt(inputs, "vpcConfig"), "securityGroupIds").includes(id)),
      ...cloud
        .resources("aws:ec2/vpcEndpoint:VpcEndpoint")
        .filter(({ inputs }) => listAt(inputs, "securityGroupIds").includes(id)),
    ];
    if (users.length > 0) throw new ApiError("DependencyViolation", `resource ${id} has a dependent object`);
  },
});
