import assert from "node:assert/strict";
import {
  clusterTrust,
  nodeTrust,
  podIdentityTrust,
  type PodIdentityLimits,
} from "../../../../../components/targets/aws/policies/trust";

describe("a trust policy", () => {
  it("allows EKS to run a control plane", () => {
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
    it(`allows EC2 to run nodes in ${partition}`, () => {
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
    it(`allows pods of ${title} to use a role`, () => {
      assert.deepEqual(podIdentityTrust(given), {
        Version: "2012-10-17",
        Statement: [{ ...forPods, Condition: { StringEquals: equal } }],
      });
    });
  }

  it("without limits allows every pod with Pod Identity to use a role", () => {
    assert.deepEqual(podIdentityTrust(), { Version: "2012-10-17", Statement: [forPods] });
  });
});
