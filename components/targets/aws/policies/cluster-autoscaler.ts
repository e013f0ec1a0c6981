import { actions, permit, policy, type PermissionStatement, type PolicyDocument } from "./document";

/** The cluster whose node groups are scaled. */
export interface ScaledCluster {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  readonly region: string;
  readonly clusterName: string;
}

/**
 * What the cluster-autoscaler needs if it finds groups by their tags: the full policy in
 * cluster-autoscaler/cloudprovider/aws/README.md of 1.35.0, with every action that changes something limited to this cluster.
 */
export function clusterAutoscalerPolicy(cluster: ScaledCluster): PolicyDocument<PermissionStatement> {
  const { partition, region, clusterName } = cluster;
  return policy(
    // IAM cannot restrict these read actions to resources.
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
    // Labels and taints of a group without a running node.
    permit(actions("eks", "DescribeNodegroup"), `arn:${partition}:eks:${region}:*:nodegroup/${clusterName}/*/*`),
    // EKS sets both tags on the groups of managed node pools, so groups of other clusters are excluded.
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
