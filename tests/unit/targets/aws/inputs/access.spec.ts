import assert from "node:assert/strict";
import { MlCluster } from "../../../../../components";
import { clusterAutoscalerPolicy } from "../../../../../components/targets/aws/policies/cluster-autoscaler";
import type { PolicyDocument } from "../../../../../components/targets/aws/policies/document";
import { loadBalancerControllerPolicy } from "../../../../../components/targets/aws/policies/load-balancer-controller";
import { deploy, type Deployed } from "../../../../helpers/deploy";
import { aws, clusterArgs, eks, existingNetwork } from "../eks";

const ADMIN = "arn:aws:iam::111122223333:role/teams/ml/admin";
const VIEWER = "arn:aws:iam::111122223333:user/me";

/** A role: whom it trusts and what it may do. */
const role = (graph: Deployed, name: string) => {
  const { assumeRolePolicy } = graph.byName("aws:iam/role:Role", name).inputs.values;
  const managed = graph
    .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter(({ inputs }) => inputs.values["role"] === name)
    .map(({ inputs }) => inputs.values["policyArn"]);
  return { trust: JSON.parse(assumeRolePolicy as string) as unknown, managed };
};

const policyOf = (graph: Deployed, name: string): unknown => {
  const { policy, role: holder } = graph.byName("aws:iam/rolePolicy:RolePolicy", name).inputs.values;
  assert.equal(holder, name);
  return JSON.parse(policy as string);
};

const podTrust = (account: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-east-1:111122223333:cluster/ml-x7k2p9",
          "aws:RequestTag/kubernetes-namespace": "kube-system",
          "aws:RequestTag/kubernetes-service-account": account,
        },
      },
    },
  ],
});

describe("access to a cluster on AWS", () => {
  let graph: Deployed;
  before(async () => (graph = await eks({ aws: { existingNetwork }, admins: [ADMIN], viewers: [VIEWER] })));

  const people: [name: string, principalArn: string, policy: string][] = [
    ["admin-111122223333:role/teams/ml/admin", ADMIN, "AmazonEKSClusterAdminPolicy"],
    ["viewer-111122223333:user/me", VIEWER, "AmazonEKSViewPolicy"],
  ];
  for (const [name, principalArn, policy] of people) {
    it(`is given by an access entry with a policy: ${name}`, () => {
      assert.deepEqual(graph.byName("aws:eks/accessEntry:AccessEntry", `ml-${name}`).inputs.values, {
        clusterName: "ml-x7k2p9",
        principalArn,
        type: "STANDARD",
        tags: { Name: `ml-${name.split("-")[0] ?? ""}` },
      });
      assert.deepEqual(
        graph.byName("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", `ml-${name}`).inputs.values,
        {
          clusterName: "ml-x7k2p9",
          principalArn,
          policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
          accessScope: { type: "cluster" },
        },
      );
    });
  }
});

describe("private access to the API server of a cluster on AWS", () => {
  it("is given by one rule of the cluster's security group for each CIDR block", async () => {
    const apiAccess = { privateOnly: true, cidrs: ["10.8.0.0/16", "100.64.1.0/24"] };
    const graph = await eks({ aws: { existingNetwork }, apiAccess });
    assert.deepEqual(
      graph.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs.values),
      apiAccess.cidrs.map((cidrIpv4) => ({
        securityGroupId: "sg-1",
        cidrIpv4,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        tags: { Name: `ml-api-${cidrIpv4}` },
      })),
    );
  });
});

describe("IAM permissions of parts of a cluster on AWS", () => {
  let graph: Deployed;
  before(async () => (graph = await eks({ aws: { existingNetwork } })));

  it("allow nodes to run pods and pull images", () => {
    const { trust, managed } = role(graph, "ml-node");
    assert.deepEqual(trust, {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: ["sts:AssumeRole"] }],
    });
    assert.deepEqual(managed, [
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    ]);
  });

  it("give the disk driver the policy that AWS manages for it", () => {
    assert.deepEqual(role(graph, "ml-ebs-csi"), {
      trust: podTrust("ebs-csi-controller-sa"),
      managed: ["arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"],
    });
  });

  const scaled = { partition: "aws", region: "us-east-1", clusterName: "ml-x7k2p9" };
  const controllers: [part: string, account: string, policy: PolicyDocument][] = [
    ["load-balancers", "aws-load-balancer-controller", loadBalancerControllerPolicy("aws")],
    ["autoscaler", "cluster-autoscaler", clusterAutoscalerPolicy(scaled)],
  ];
  for (const [part, serviceAccount, policy] of controllers) {
    it(`give ${serviceAccount} its own policy, in its own pods only`, () => {
      const name = `ml-${part}`;
      assert.deepEqual(role(graph, name), { trust: podTrust(serviceAccount), managed: [] });
      assert.deepEqual(policyOf(graph, name), policy);
      assert.deepEqual(graph.byName("aws:eks/podIdentityAssociation:PodIdentityAssociation", name).inputs.values, {
        clusterName: "ml-x7k2p9",
        namespace: "kube-system",
        serviceAccount,
        roleArn: `arn:aws:iam::111122223333:role/${name}`,
        tags: { Name: name },
      });
    });
  }

  it("use the names of the partition", async () => {
    const china = aws({ "aws:index/getPartition:getPartition": () => ({ partition: "aws-cn" }) });
    const args = clusterArgs({ aws: { existingNetwork }, admins: [ADMIN] });
    const found = await deploy(() => ({ cluster: new MlCluster("ml", args).clusterName }), china);
    const texts = found.resources.map((resource) => JSON.stringify(found.revealInputs(resource)));
    assert.ok(texts.some((text) => text.includes("arn:aws-cn:iam::aws:policy/AmazonEKS_CNI_Policy")));
    assert.ok(texts.some((text) => text.includes("arn:aws-cn:eks::aws:cluster-access-policy/")));
    assert.ok(texts.some((text) => text.includes("ec2.amazonaws.com.cn")));
    const foreign = /arn:aws:(iam::aws|eks::aws|ec2:\*|elasticloadbalancing|autoscaling)/;
    assert.deepEqual(
      texts.filter((text) => foreign.test(text)),
      [],
    );
  });
});
