import assert from "node:assert/strict";
import { clusterAutoscalerPolicy } from "../../../../../components/targets/aws/policies/cluster-autoscaler";
import { loadBalancerControllerPolicy } from "../../../../../components/targets/aws/policies/load-balancer-controller";

const autoscaler = (partition: string) =>
  clusterAutoscalerPolicy({ partition, region: "us-east-1", clusterName: "ml-x7k2p9" });

/** Characters of a managed policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html. */
const LONGEST_POLICY = 6144;

describe("the policy of the cluster-autoscaler", () => {
  it("allows changes of node groups of its own cluster only", () => {
    assert.deepEqual(autoscaler("aws"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: [
            "autoscaling:DescribeAutoScalingGroups",
            "autoscaling:DescribeAutoScalingInstances",
            "autoscaling:DescribeLaunchConfigurations",
            "autoscaling:DescribeScalingActivities",
            "ec2:DescribeImages",
            "ec2:DescribeInstanceTypes",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:GetInstanceTypesFromInstanceRequirements",
          ],
          Resource: "*",
        },
        {
          Effect: "Allow",
          Action: ["eks:DescribeNodegroup"],
          Resource: "arn:aws:eks:us-east-1:*:nodegroup/ml-x7k2p9/*/*",
        },
        {
          Effect: "Allow",
          Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
          Resource: "arn:aws:autoscaling:us-east-1:*:autoScalingGroup:*:autoScalingGroupName/*",
          Condition: {
            StringEquals: {
              "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled": "true",
              "aws:ResourceTag/k8s.io/cluster-autoscaler/ml-x7k2p9": "owned",
            },
          },
        },
      ],
    });
  });
});

describe("the policy of each controller", () => {
  for (const [name, policyOf, arns] of [
    ["cluster-autoscaler", autoscaler, 2],
    ["load-balancer-controller", loadBalancerControllerPolicy, 13],
  ] as const) {
    it(`of ${name} names resources of its partition`, () => {
      const found = JSON.stringify(policyOf("aws-cn")).match(/arn:[^:]*/g) ?? [];
      assert.deepEqual(found, Array(arns).fill("arn:aws-cn"));
    });

    it(`of ${name} fits the size limit of a policy in the partition with the longest name`, () => {
      const { length } = JSON.stringify(policyOf("aws-us-gov"));
      assert.ok(length <= LONGEST_POLICY, String(length));
    });
  }
});
