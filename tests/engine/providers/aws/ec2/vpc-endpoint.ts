import { ApiError } from "../../cloud/api-error";
import { flag, oneOf, set, text } from "../../cloud/shape";
import { listAt, textAt } from "../../cloud/values";
import { awsType } from "../aws-type";
import { neededSubnet } from "./subnet";
import { neededVpc } from "./vpc";

export const vpcEndpoint = awsType({
  title: "EC2 VPC Endpoint",
  inputs: {
    vpcId: text({ required: true, replaces: true }),
    serviceName: text({ required: true, replaces: true }),
    vpcEndpointType: oneOf(["Gateway", "Interface"], { default: "Gateway", replaces: true }),
    routeTableIds: set(text(), { computed: true }),
    subnetIds: set(text(), { computed: true }),
    securityGroupIds: set(text(), { computed: true }),
    privateDnsEnabled: flag({ computed: true }),
    policy: text({ computed: true }),
  },
  outputs: ["arn", "ownerId", "prefixListId", "state"],
  create(cloud, inputs) {
    neededVpc(cloud, textAt(inputs, "vpcId"));
    const [region, service] = [textAt(inputs, "region"), textAt(inputs, "serviceName")];
    if (!service.startsWith(`com.amazonaws.${region}.`)) {
      throw new ApiError("InvalidServiceName", `The Vpc Endpoint Service '${service}' does not exist`);
    }
    const tables = listAt(inputs, "routeTableIds");
    const missing = tables.find((id) => !cloud.find("aws:ec2/routeTable:RouteTable", id));
    if (missing !== undefined) {
      throw new ApiError("InvalidRouteTableId.NotFound", `The routeTable ID '${missing}' does not exist`);
    }
    for (const id of listAt(inputs, "subnetIds")) neededSubnet(cloud, id);
    const id = cloud.newId("vpce");
    return {
      id,
      outputs: {
        arn: cloud.arn("ec2", region, `vpc-endpoint/${id}`),
        ownerId: cloud.account,
        prefixListId: cloud.newId("pl"),
        state: "available",
      },
    };
  },
});
