import assert from "node:assert/strict";
import {
  clusterTrust,
  nodeTrust,
  podIdentityTrust,
  type PodIdentityLimits,
} from "../../../../../components/targets/aws/policies/trust";

describe("trust of AWS", () => {
  it("lets EKS run a control plane", () => {
    assert.deepEqual(clusterTrust, {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        },
      ],
    });
  });

  for (const [partition, service] of [
    ["aws", "ec2.amazonaws.com"],
    ["aws-us-gov", "ec2.amazonaws.com"],
    ["aws-eusc", "ec2.amazonaws.com"],
    ["aws-cn", "ec2.amazonaws.com.cn"],
    ["aws-iso", "ec2.c2s.ic.gov"],
    ["aws-iso-b", "ec2.sc2s.sgov.gov"],
  ] as const) {
    it(`lets EC2 run nodes in ${partition}`, () => {
      assert.deepEqual(nodeTrust(partition), {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: ["sts:AssumeRole"] }],
      });
    });
  }

  const clusterArn = "arn:aws:eks:us-east-1:111122223333:cluster/ml-x7k2p9";
  const limits: [string, PodIdentityLimits, Record<string, string>][] = [
    ["an account", { account: "111122223333" }, { "aws:SourceAccount": "111122223333" }],
    ["a cluster", { clusterArn }, { "aws:RequestTag/eks-cluster-arn": clusterArn }],
    [
      "one service account",
      { account: "111122223333", clusterArn, namespace: "kube-system", serviceAccount: "cluster-autoscaler" },
      {
        "aws:SourceAccount": "111122223333",
        "aws:RequestTag/eks-cluster-arn": clusterArn,
        "aws:RequestTag/kubernetes-namespace": "kube-system",
        "aws:RequestTag/kubernetes-service-account": "cluster-autoscaler",
      },
    ],
  ];
  const forPods = {
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  };
  for (const [title, given, equal] of limits) {
    it(`lets pods of ${title} use a role`, () => {
      assert.deepEqual(podIdentityTrust(given), {
        Version: "2012-10-17",
        Statement: [{ ...forPods, Condition: { StringEquals: equal } }],
      });
    });
  }

  it("lets any pod of Pod Identity use a role where nothing limits it", () => {
    assert.deepEqual(podIdentityTrust(), { Version: "2012-10-17", Statement: [forPods] });
  });
});
