import * as ec2 from "@pulumi/aws/ec2";
import assert from "node:assert/strict";
import { AwsAutoscaling, AwsNat, MlCluster, type MlClusterArgs } from "../../../../components";
import { deploy, type Deployed } from "../../../helpers/deploy";
import { everythingBefore, goneTooSoon } from "../../../helpers/outlives";
import { label } from "./changes";
import { aws, clusterArgs, eks, existingNetwork } from "./eks";

const PROVIDER = "pulumi:providers:kubernetes";
const admins = ["arn:aws:iam::111122223333:role/admin"];
const viewers = ["arn:aws:iam::111122223333:role/viewer"];
const gpu = { instanceType: "g5.xlarge", gpu: { type: "nvidia-a10g" }, spot: true };

/** A cluster with everything that one can have. */
const full: Partial<MlClusterArgs> = {
  admins,
  viewers,
  nodePools: { general: { min: 2 }, gpu },
  aws: { network: { nat: AwsNat.PerZone } },
};

const provider = (graph: Deployed) => graph.byName(PROVIDER, "ml");

/** Whether the one comes after the other: `NodeGroup ml-general`. */
function comesAfter(graph: Deployed, later: string, earlier: string): boolean {
  const find = (text: string) => graph.resources.find((resource) => label(resource) === text) ?? assert.fail(text);
  return everythingBefore(graph, find(later)).has(find(earlier).urn);
}

describe("whatever workloads need on AWS outlives them", () => {
  const clusters: [string, Partial<MlClusterArgs>][] = [
    ["by default", {}],
    ["with everything", full],
    ["in two zones", { aws: { network: { zones: 2 } } }],
    ["in a VPC that exists", { admins, aws: { existingNetwork } }],
    [
      "in a VPC that exists, from which alone it is reached",
      { apiAccess: { privateOnly: true, cidrs: ["10.8.0.0/16"] }, aws: { existingNetwork } },
    ],
    ["without an autoscaler", { aws: { autoscaling: AwsAutoscaling.None } }],
    ["in Auto Mode", { admins, aws: { autoscaling: AwsAutoscaling.AutoMode } }],
  ];
  for (const [title, args] of clusters) {
    it(title, async () => {
      const graph = await eks(args);
      assert.deepEqual(goneTooSoon(graph, provider(graph)), []);
    });
  }

  it("in a VPC of the same program too, where the cluster depends on its routes", async () => {
    const graph = await deploy(() => {
      const gateway = new ec2.InternetGateway("mine");
      const args = clusterArgs({ aws: { existingNetwork } });
      return { name: new MlCluster("ml", args, { dependsOn: [gateway] }).clusterName };
    }, aws());
    // The engine deletes children before their parent, and a parent before what it depends on.
    const cluster = graph.byName("mlplatform:index:MlCluster", "ml");
    assert.deepEqual(cluster.dependencies, [graph.byName("aws:ec2/internetGateway:InternetGateway", "mine").urn]);
  });

  it("which the check finds out where the kubeconfig does not wait", async () => {
    const graph = await eks({ aws: { existingNetwork } });
    const oidc = graph.byName("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "ml-oidc").urn;
    const hasty = { ...provider(graph), propertyDependencies: { kubeconfig: [oidc] } };
    const found = goneTooSoon(graph, hasty, { "aws:iam/role:Role ml-node": "to be left out" });
    assert.ok(found.includes("kubernetes:storage.k8s.io/v1:StorageClass ml-storage"));
    assert.ok(found.includes("aws:eks/nodeGroup:NodeGroup ml-general"));
    assert.ok(
      !found.some((part) => part.includes("ml-oidc") || part.includes("Cluster ml ") || part.endsWith(" ml-node")),
    );
  });
});

describe("the order of a cluster's parts on AWS", () => {
  let graph: Deployed;
  before(async () => (graph = await eks(full)));

  const pools = ["NodeGroup ml-general", "NodeGroup ml-gpu"];
  const attachments = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKS_CNI_Policy",
    "AmazonSSMManagedInstanceCore",
  ].map((policy) => `RolePolicyAttachment ml-node-${policy}`);
  const routes = ["1", "2", "3"].flatMap((zone) => [
    `Route ml-private-${zone}`,
    `NatGateway ml-nat-${zone}`,
    `RouteTableAssociation ml-private-${zone}`,
    `RouteTableAssociation ml-public-${zone}`,
  ]);
  const access = ["admin-111122223333:role/admin", "viewer-111122223333:role/viewer"].flatMap((who) => [
    `AccessEntry ml-${who}`,
    `AccessPolicyAssociation ml-${who}`,
  ]);

  const rows: [later: string, why: string, earlier: string[]][] = [
    ["Cluster ml", "keeps its logs where we said, not where it would", ["LogGroup ml-logs"]],
    ["Cluster ml", "leaves load balancers' network until the last", ["Route ml-public", "InternetGateway ml-igw"]],
    ...pools.map((pool): [string, string, string[]] => [
      pool,
      "has a network, a CNI, roles and the way out before its first node",
      ["Cluster ml", "Addon ml-pod-identity", "VpcEndpoint ml-s3", "Route ml-public", ...attachments, ...routes],
    ]),
    ["Addon ml-coredns", "has nodes to run on", pools],
    ["Addon ml-metrics-server", "has nodes to run on", pools],
    [
      "Addon ml-ebs-csi",
      "has nodes to run on, and rights",
      [...pools, "RolePolicyAttachment ml-ebs-csi-AmazonEBSCSIDriverPolicy"],
    ],
    ["kubernetes ml-internal", "may log in as long as it is needed", access],
    ["kubernetes ml-internal", "finds names and disks", ["Addon ml-coredns", "Addon ml-ebs-csi"]],
    ["kubernetes ml-internal", "knows how busy pods are", ["Addon ml-metrics-server"]],
    [
      "Release ml-load-balancers",
      "has its rights",
      ["RolePolicy ml-load-balancers", "PodIdentityAssociation ml-load-balancers"],
    ],
    ["Release ml-autoscaler", "has its rights", ["RolePolicy ml-autoscaler", "PodIdentityAssociation ml-autoscaler"]],
    ["Release ml-autoscaler", "has a webhook to judge its Service", ["Release ml-load-balancers"]],
    ["Release ml-device-plugin", "comes after that webhook too", ["Release ml-load-balancers"]],
    ["StorageClass ml-storage", "names a driver that is there", ["Addon ml-ebs-csi"]],
    [
      "AccessPolicyAssociation ml-admin-111122223333:role/admin",
      "has its entry",
      ["AccessEntry ml-admin-111122223333:role/admin"],
    ],
    ...["1", "2", "3"].map((zone): [string, string, string[]] => [
      `NatGateway ml-nat-${zone}`,
      "reaches the internet",
      ["Route ml-public", "InternetGateway ml-igw", `RouteTableAssociation ml-public-${zone}`],
    ]),
  ];
  for (const [later, why, earlier] of rows) {
    it(`${later} ${why}`, () => {
      assert.deepEqual(
        earlier.filter((part) => !comesAfter(graph, later, part)),
        [],
      );
    });
  }

  it("has no detours: add-ons do not wait for charts, nor one pool for another", () => {
    assert.ok(!comesAfter(graph, "NodeGroup ml-general", "NodeGroup ml-gpu"));
    assert.ok(!comesAfter(graph, "NodeGroup ml-gpu", "NodeGroup ml-general"));
    assert.ok(!comesAfter(graph, "Addon ml-coredns", "Addon ml-ebs-csi"));
    assert.ok(!comesAfter(graph, "StorageClass ml-storage", "Release ml-load-balancers"));
  });
});
