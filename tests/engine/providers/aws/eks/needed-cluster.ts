import type { AwsCloud } from "../aws-cloud";

/** The EKS cluster of that name, which must exist. */
export function neededCluster(cloud: AwsCloud, name: string) {
  return cloud.needed(
    "aws:eks/cluster:Cluster",
    name,
    "ResourceNotFoundException",
    `No cluster found for name: ${name}.`,
  );
}
