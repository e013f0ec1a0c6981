import { type Properties, objectAt } from "../../property-values";
import type { CloudResource, Invoke } from "../../cloud/resource-type";
import { listAt, objectsAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { regionOf } from "../aws-type";

const SUBNET = "aws:ec2/subnet:Subnet";
const TABLE = "aws:ec2/routeTable:RouteTable";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";

/** Functions that look at networks, mostly those of others. */
export const networkInvokes: Record<string, Invoke<AwsCloud>> = {
  "aws:ec2/getVpc:getVpc": (cloud, args) => {
    const vpc = single(cloud, "aws:ec2/vpc:Vpc", args, "EC2 VPC");
    const own = {
      associationId: `vpc-cidr-assoc-${textAt(vpc, "id")}`,
      cidrBlock: vpc.cidrBlock ?? "",
      state: "associated",
    };
    return { ...vpc, cidrBlockAssociations: [own] };
  },
  "aws:ec2/getSubnet:getSubnet": (cloud, args) => single(cloud, SUBNET, args, "EC2 Subnet"),
  "aws:ec2/getSubnets:getSubnets": (cloud, args, settings) => many(cloud, SUBNET, args, regionOf(args, settings)),
  "aws:ec2/getRouteTables:getRouteTables": (cloud, args, settings) =>
    many(cloud, TABLE, args, regionOf(args, settings)),
  "aws:ec2/getRouteTable:getRouteTable": (cloud, args) => {
    const [subnetId, wanted] = [textAt(args, "subnetId"), textAt(args, "routeTableId")];
    const association = cloud.resources(ASSOCIATION).find(({ inputs }) => textAt(inputs, "subnetId") === subnetId);
    const id = wanted || textAt(association?.inputs, "routeTableId");
    const table = single(cloud, TABLE, id === "" ? args : { id }, "EC2 Route Table");
    const own = cloud
      .resources("aws:ec2/route:Route")
      .filter(({ inputs }) => textAt(inputs, "routeTableId") === table.id);
    const routes = own.map(({ inputs: { destinationCidrBlock, ...route } }) => ({
      cidrBlock: destinationCidrBlock ?? "",
      ...route,
    }));
    return { ...table, routeTableId: textAt(table, "id"), routes: [...objectsAt(table, "routes"), ...routes] };
  },
};

function single(cloud: AwsCloud, type: string, args: Properties, title: string): Properties {
  const found = matches(cloud, type, args);
  const [first] = found;
  if (!first) throw new Error(`reading ${title}: no matching ${title} found`);
  if (found.length > 1) throw new Error(`reading ${title}: multiple ${title}s matched; use additional constraints`);
  return { tags: {}, ...first.inputs, ...first.outputs, id: first.id };
}

function many(cloud: AwsCloud, type: string, args: Properties, region: string): Properties {
  const ids = matches(cloud, type, args).map(({ id }) => id);
  return { id: region, region, ids, tags: objectAt(args, "tags"), filters: objectsAt(args, "filters") };
}

function matches(cloud: AwsCloud, type: string, args: Properties): CloudResource[] {
  const tags = Object.entries(objectAt(args, "tags"));
  const filters = objectsAt(args, "filters");
  return cloud.resources(type).filter((resource) => {
    if (args.id !== undefined && resource.id !== args.id) return false;
    if (args.vpcId !== undefined && resource.inputs.vpcId !== args.vpcId) return false;
    if (args.default === true) return false; // the account has no default VPC
    return (
      tags.every(([key, value]) => objectAt(resource.inputs, "tags")[key] === value) &&
      filters.every((filter) => listAt(filter, "values").includes(fieldOf(resource, textAt(filter, "name"))))
    );
  });
}

/** What a filter of EC2 looks at: `vpc-id`, `availability-zone`, `tag:Name`. */
function fieldOf({ id, inputs }: CloudResource, name: string): string {
  if (name.startsWith("tag:")) return textAt(objectAt(inputs, "tags"), name.slice("tag:".length));
  if (["subnet-id", "vpc-id", "route-table-id"].includes(name) && id.startsWith(name.slice(0, 3))) return id;
  return textAt(
    inputs,
    name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
}
