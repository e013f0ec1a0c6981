import { isInMlCluster, type ResourceRecord, type StateValues } from "./state";

/**
 * The id of something in a cloud that its inputs tell, so that its provider can be asked whether it exists. Only of what
 * is slow enough to be cut off and has a name that nobody else would give: part of an MlCluster.
 */
export function cloudId(resource: ResourceRecord): string | undefined {
  if (!isInMlCluster(resource)) return undefined;
  const { type, inputs = {} } = resource;
  const parts = PARTS[type]?.map((part) => textOf(inputs, part));
  return parts?.every((part) => part !== undefined) ? parts.join(":") : undefined;
}

/** Which inputs make the id, as `pulumi import` takes it (documentation of the aws provider, "Import" of each). */
const PARTS: Readonly<Record<string, readonly string[] | undefined>> = {
  "aws:cloudwatch/logGroup:LogGroup": ["name"],
  "aws:eks/addon:Addon": ["clusterName", "addonName"],
  "aws:eks/cluster:Cluster": ["name"],
  "aws:eks/nodeGroup:NodeGroup": ["clusterName", "nodeGroupName"],
  "aws:iam/role:Role": ["name"],
};

const textOf = (inputs: StateValues, key: string): string | undefined => {
  const value = inputs[key];
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** Packages whose resources are nowhere but in the state: making one again is all there is to do. */
export const isOnlyInState = ({ type }: ResourceRecord): boolean => /^(random|tls):/.test(type);
