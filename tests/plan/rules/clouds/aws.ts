import type { PlannedResource, PlanGraph } from "../../../../recorder/graph";
import type { CloudRules } from "../cloud-rules";

export const cloud: CloudRules = {
  publicNodes,
};

/** Node groups in a subnet with a route to an internet gateway, or in a subnet without a known route table. */
function publicNodes({ resources }: PlanGraph): string[] {
  const ofType = (type: string): PlannedResource[] => resources.filter((resource) => resource.type === type);
  const from = ({ propertyDependencies }: PlannedResource, input: string): readonly string[] =>
    propertyDependencies[input] ?? [];

  const publicRoutes = ofType("aws:ec2/route:Route").filter((route) => from(route, "gatewayId").length > 0);
  const publicTables = publicRoutes.flatMap((route) => from(route, "routeTableId"));
  const associations = ofType("aws:ec2/routeTableAssociation:RouteTableAssociation");
  const isPrivate = (subnet: string): boolean => {
    const tables = associations
      .filter((association) => from(association, "subnetId").includes(subnet))
      .flatMap((association) => from(association, "routeTableId"));
    return tables.length > 0 && tables.every((table) => !publicTables.includes(table));
  };
  return ofType("aws:eks/nodeGroup:NodeGroup")
    .filter((group) => !from(group, "subnetIds").every(isPrivate) || from(group, "subnetIds").length === 0)
    .map(({ urn }) => urn);
}
