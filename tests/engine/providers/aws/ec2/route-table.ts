import { type Properties, stringAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { parseCidr } from "../../cloud/cidr";
import { list, object, text } from "../../cloud/shape";
import { objectsAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";
import { neededSubnet } from "./subnet";
import { neededVpc } from "./vpc";

const TABLE = "aws:ec2/routeTable:RouteTable";
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";

const cidr = (value: string) =>
  parseCidr(value) ? undefined : `${JSON.stringify(value)} is not a valid IPv4 CIDR block`;
const TARGETS = { gatewayId: text(), natGatewayId: text(), vpcEndpointId: text() };

/** The target of a route, which must exist. */
function checkTarget(cloud: AwsCloud, route: Properties): void {
  const [gateway, nat] = [stringAt(route, "gatewayId"), stringAt(route, "natGatewayId")];
  if (gateway !== undefined) {
    const missing = `The gateway ID '${gateway}' does not exist`;
    cloud.needed("aws:ec2/internetGateway:InternetGateway", gateway, "InvalidGatewayID.NotFound", missing);
  }
  if (nat !== undefined) {
    const missing = `The natGateway ID '${nat}' does not exist`;
    cloud.needed("aws:ec2/natGateway:NatGateway", nat, "InvalidNatGatewayID.NotFound", missing);
  }
}

export const routeTable = awsType({
  title: "EC2 Route Table",
  inputs: {
    vpcId: text({ required: true, replaces: true }),
    routes: list(object({ cidrBlock: text({ rule: cidr }), ...TARGETS }), { computed: true }),
  },
  outputs: ["arn", "ownerId"],
  create(cloud, inputs) {
    neededVpc(cloud, textAt(inputs, "vpcId"));
    for (const route of objectsAt(inputs, "routes")) checkTarget(cloud, route);
    const id = cloud.newId("rtb");
    const arn = cloud.arn("ec2", textAt(inputs, "region"), `route-table/${id}`);
    return { id, inputs: { routes: [] }, outputs: { arn, ownerId: cloud.account } };
  },
  update(cloud, _resource, news) {
    for (const route of objectsAt(news, "routes")) checkTarget(cloud, route);
  },
  delete(cloud, { id }) {
    if (cloud.resources(ASSOCIATION).some(({ inputs }) => textAt(inputs, "routeTableId") === id)) {
      throw new ApiError("DependencyViolation", `The routeTable '${id}' has dependencies and cannot be deleted.`);
    }
  },
});

export const route = awsType(
  {
    title: "EC2 Route",
    inputs: {
      routeTableId: text({ required: true, replaces: true }),
      destinationCidrBlock: text({ required: true, replaces: true, rule: cidr }),
      ...TARGETS,
    },
    outputs: ["origin", "state"],
    create(cloud, inputs) {
      const tableId = neededTable(cloud, inputs);
      checkTarget(cloud, inputs);
      const destination = textAt(inputs, "destinationCidrBlock");
      if (routesOf(cloud, tableId).some((other) => other.destination === destination)) {
        throw new ApiError("RouteAlreadyExists", `The route identified by ${destination} already exists.`);
      }
      return { id: `r-${tableId}${destination}`, outputs: { origin: "CreateRoute", state: "active" } };
    },
    update: (cloud, _resource, news) => {
      checkTarget(cloud, news);
    },
  },
  { untagged: true },
);

export const routeTableAssociation = awsType(
  {
    title: "EC2 Route Table Association",
    inputs: { routeTableId: text({ required: true }), subnetId: text({ required: true, replaces: true }) },
    outputs: [],
    create(cloud, inputs) {
      const tableId = neededTable(cloud, inputs);
      const subnetId = neededSubnet(cloud, textAt(inputs, "subnetId")).id;
      const other = associationOf(cloud, subnetId);
      if (other) {
        const reason = `the specified association for route table ${tableId} conflicts with an existing association`;
        throw new ApiError("Resource.AlreadyAssociated", reason);
      }
      return { id: cloud.newId("rtbassoc"), outputs: {} };
    },
  },
  { untagged: true },
);

function neededTable(cloud: AwsCloud, inputs: Properties): string {
  const id = textAt(inputs, "routeTableId");
  return cloud.needed(TABLE, id, "InvalidRouteTableID.NotFound", `The routeTable ID '${id}' does not exist`).id;
}

function associationOf(cloud: AwsCloud, subnetId: string) {
  return cloud.resources(ASSOCIATION).find(({ inputs }) => textAt(inputs, "subnetId") === subnetId);
}

function routesOf(cloud: AwsCloud, tableId: string) {
  const inline = objectsAt(cloud.find(TABLE, tableId)?.inputs, "routes").map((inputs) => ({
    destination: textAt(inputs, "cidrBlock"),
    inputs,
  }));
  const own = cloud.resources(ROUTE).filter(({ inputs }) => textAt(inputs, "routeTableId") === tableId);
  return [...inline, ...own.map(({ inputs }) => ({ destination: textAt(inputs, "destinationCidrBlock"), inputs }))];
}

/** The ID of the gateway through which a subnet reaches the internet: `igw-…`, `nat-…`, or "". A dead gateway is none. */
export function wayOut(cloud: AwsCloud, subnetId: string): string {
  const tableId = textAt(associationOf(cloud, subnetId)?.inputs, "routeTableId");
  const all = routesOf(cloud, tableId).find(({ destination }) => destination === "0.0.0.0/0")?.inputs;
  const [internet, nat] = [textAt(all, "gatewayId"), textAt(all, "natGatewayId")];
  if (cloud.find("aws:ec2/internetGateway:InternetGateway", internet)) return internet;
  return cloud.find("aws:ec2/natGateway:NatGateway", nat) ? nat : "";
}
