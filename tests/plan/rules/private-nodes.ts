import type { PlannedResource, PlanGraph } from "../../../recorder/graph";

/** Node groups with a subnet that has a route to an internet gateway, or one of which the plan knows no route. */
export function nodesInPublicSubnets({ resources }: PlanGraph): string[] {
  const ofType = (type: string): PlannedResource[] => resources.filter((resource) => resource.type === type);
  const from = ({ propertyDependencies }: PlannedResource, input: string): readonly string[] =>
    propertyDependencies[input] ?? [];

  const routes = ofType("aws:ec2/route:Route");
  const outside = routes.filter((route) => from(route, "gatewayId").length > 0);
  const publicTables = outside.flatMap((route) => from(route, "routeTableId"));
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
