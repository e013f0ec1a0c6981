import { actions, permit, policy, type PermissionStatement, type PolicyDocument } from "./document";

/** Which cluster's node groups are scaled. */
export interface ScaledCluster {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  readonly region: string;
  readonly clusterName: string;
}

/**
 * What the cluster-autoscaler needs when it finds groups by their tags, after the full policy in
 * cluster-autoscaler/cloudprovider/aws/README.md of 1.35.0, which leaves it to us to narrow what changes something.
 */
export function clusterAutoscalerPolicy(cluster: ScaledCluster): PolicyDocument<PermissionStatement> {
  const { partition, region, clusterName } = cluster;
  return policy(
    // Reads that IAM cannot restrict to resources.
    permit([
      ...actions(
        "autoscaling",
        "DescribeAutoScalingGroups",
        "DescribeAutoScalingInstances",
        "DescribeLaunchConfigurations",
        "DescribeScalingActivities",
      ),
      ...actions(
        "ec2",
        "DescribeImages",
        "DescribeInstanceTypes",
        "DescribeLaunchTemplateVersions",
        "GetInstanceTypesFromInstanceRequirements",
      ),
    ]),
    // Labels and taints of a group that has no node yet to look at.
    permit(actions("eks", "DescribeNodegroup"), `arn:${partition}:eks:${region}:*:nodegroup/${clusterName}/*/*`),
    // EKS puts both tags on the groups of managed node pools, so another cluster's groups are out of reach.
    permit(
      actions("autoscaling", "SetDesiredCapacity", "TerminateInstanceInAutoScalingGroup"),
      `arn:${partition}:autoscaling:${region}:*:autoScalingGroup:*:autoScalingGroupName/*`,
      {
        StringEquals: {
          "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled": "true",
          [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: "owned",
        },
      },
    ),
  );
}
