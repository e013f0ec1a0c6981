import * as ec2 from "@pulumi/aws/ec2";
import assert from "node:assert/strict";
import { AwsAutoscaling, AwsNat, MlCluster, type MlClusterArgs } from "../../../../components";
import { deploy, type Deployed } from "../../../helpers/deploy";
import { everythingBefore, goneTooSoon } from "../../../helpers/outlives";
import { label } from "../changes";
import { aws, clusterArgs, eks, existingNetwork } from "./eks";

const PROVIDER = "pulumi:providers:kubernetes";
const admins = ["arn:aws:iam::111122223333:role/admin"];
const viewers = ["arn:aws:iam::111122223333:role/viewer"];
const gpu = { instanceType: "g5.xlarge", gpu: { type: "nvidia-a10g" }, spot: true };

/** A cluster with every kind of part. */
const full: Partial<MlClusterArgs> = {
  admins,
  viewers,
  nodePools: { general: { min: 2 }, gpu },
  aws: { network: { nat: AwsNat.PerZone } },
};

const provider = (graph: Deployed) => graph.byName(PROVIDER, "ml");

/** Whether one part is created after another: `NodeGroup ml-general`. */
function comesAfter(graph: Deployed, later: string, earlier: string): boolean {
  const find = (text: string) => graph.resources.find((resource) => label(resource) === text) ?? assert.fail(text);
  return everythingBefore(graph, find(later)).has(find(earlier).urn);
}

describe("on AWS, everything that workloads need is deleted after them", () => {
  const clusters: [string, Partial<MlClusterArgs>][] = [
    ["by default", {}],
    ["with every kind of part", full],
    ["in two zones", { aws: { network: { zones: 2 } } }],
    ["in a VPC that exists", { admins, aws: { existingNetwork } }],
    [
      "in a VPC that exists, with a private API server only",
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

  it("also in a VPC of the same program, if the cluster depends on its routes", async () => {
    const graph = await deploy(() => {
      const gateway = new ec2.InternetGateway("mine");
      const args = clusterArgs({ aws: { existingNetwork } });
      return { name: new MlCluster("ml", args, { dependsOn: [gateway] }).clusterName };
    }, aws());
    // The engine deletes children before their parent, and a parent before what it depends on.
    const cluster = graph.byName("mlplatform:index:MlCluster", "ml");
    assert.deepEqual(cluster.dependencies, [graph.byName("aws:ec2/internetGateway:InternetGateway", "mine").urn]);
  });

  it("and a kubeconfig that does not wait for a part is found", async () => {
    const graph = await eks({ aws: { existingNetwork } });
    const oidc = graph.byName("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "ml-oidc").urn;
    const tooEarly = { ...provider(graph), propertyDependencies: { kubeconfig: [oidc] } };
    const found = goneTooSoon(graph, tooEarly, { "aws:iam/role:Role ml-node": "to be left out" });
    assert.ok(found.includes("kubernetes:storage.k8s.io/v1:StorageClass ml-storage"));
    assert.ok(found.includes("aws:eks/nodeGroup:NodeGroup ml-general"));
    assert.ok(
      !found.some((part) => part.includes("ml-oidc") || part.includes("Cluster ml ") || part.endsWith(" ml-node")),
    );
  });
});

describe("parts of a cluster on AWS wait exactly for what they need", () => {
  let graph: Deployed;
  before(async () => (graph = await eks(full)));

  const pools = ["NodeGroup ml-general", "NodeGroup ml-gpu"];
  const perZone = (part: string) => ["1", "2", "3"].map((zone) => `${part}-${zone}`);
  const publicRouting = ["Route ml-public", ...perZone("RouteTableAssociation ml-public")];
  const connectivity = [
    "InternetGateway ml-igw",
    "VpcEndpoint ml-s3",
    ...publicRouting,
    ...perZone("Route ml-private"),
    ...perZone("RouteTableAssociation ml-private"),
  ];
  const nodePolicies = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKS_CNI_Policy",
    "AmazonSSMManagedInstanceCore",
  ].map((policy) => `RolePolicyAttachment ml-node-${policy}`);
  const access = ["admin-111122223333:role/admin", "viewer-111122223333:role/viewer"].flatMap((who) => [
    `AccessEntry ml-${who}`,
    `AccessPolicyAssociation ml-${who}`,
  ]);

  /** Edges that exist only for order: no input of the resource comes from there. Everything else has none. */
  const orderOnly: Readonly<Record<string, string[]>> = {
    // Otherwise EKS creates the log group. Only subnets are needed besides, and they are inputs.
    "Cluster ml": ["LogGroup ml-logs"],
    // They need a route to the internet gateway.
    ...Object.fromEntries(perZone("Eip ml-nat").map((address) => [address, publicRouting])),
    ...Object.fromEntries(perZone("NatGateway ml-nat").map((gateway) => [gateway, publicRouting])),
    // Nodes join the cluster with their policies and pull images through the routes. Their first pods already need roles.
    ...Object.fromEntries(pools.map((pool) => [pool, ["Addon ml-pod-identity", ...nodePolicies, ...connectivity]])),
    // Without nodes, EKS calls these add-ons degraded.
    "Addon ml-coredns": pools,
    "Addon ml-metrics-server": pools,
    "Addon ml-ebs-csi": [...pools, "RolePolicyAttachment ml-ebs-csi-AmazonEBSCSIDriverPolicy"],
    ...Object.fromEntries(
      access
        .filter((part) => part.startsWith("AccessPolicy"))
        .map((part) => [part, [part.replace("PolicyAssociation", "Entry")]]),
    ),
    // Pods get the role only if the association exists when they start.
    "PodIdentityAssociation ml-load-balancers": ["RolePolicy ml-load-balancers"],
    "PodIdentityAssociation ml-autoscaler": ["RolePolicy ml-autoscaler"],
    // The deletion of objects in the cluster needs access to it, and routes.
    "kubernetes ml-internal": [...access, ...connectivity],
    // The controller's webhook refuses the Services of these add-ons until the controller answers.
    "Release ml-load-balancers": [
      ...pools,
      ...["Addon ml-coredns", "Addon ml-metrics-server", "PodIdentityAssociation ml-load-balancers"],
    ],
    // The autoscaler has a Service, which that webhook refuses until the controller answers.
    "Release ml-autoscaler": ["Release ml-load-balancers", "Addon ml-ebs-csi", "PodIdentityAssociation ml-autoscaler"],
    // It runs on nodes and has no Service.
    "Release ml-device-plugin": pools,
  };

  it("and no other resource has an edge that exists only for order", () => {
    const parts = graph.resources.filter(
      ({ parent }) => parent !== undefined && !parent.includes("pulumi:pulumi:Stack"),
    );
    const names = new Map(graph.resources.map((resource) => [resource.urn, label(resource)]));
    const edges = parts.flatMap((part) => {
      const inputs = Object.values(part.propertyDependencies).flat();
      const waits = part.dependencies.filter((urn) => !inputs.includes(urn)).map((urn) => names.get(urn) ?? urn);
      return waits.length === 0 ? [] : [[label(part), waits.sort()] as const];
    });
    assert.deepEqual(
      Object.fromEntries(edges),
      Object.fromEntries(Object.entries(orderOnly).map(([part, waits]) => [part, [...waits].sort()])),
    );
  });

  const independent: readonly (readonly [part: string, other: string])[] = [
    ["Cluster ml", "NatGateway ml-nat-1"],
    ["Cluster ml", "Route ml-private-1"],
    ["NodeGroup ml-general", "NodeGroup ml-gpu"],
    ["NodeGroup ml-gpu", "NodeGroup ml-general"],
    ["Addon ml-coredns", "Addon ml-ebs-csi"],
    ["kubernetes ml-internal", "NodeGroup ml-general"],
    ["StorageClass ml-storage", "NodeGroup ml-general"],
    ["StorageClass ml-storage", "Addon ml-ebs-csi"],
    ["StorageClass ml-storage", "Release ml-load-balancers"],
    ["Release ml-load-balancers", "Addon ml-ebs-csi"],
    ["Release ml-device-plugin", "Addon ml-coredns"],
    ["Release ml-device-plugin", "Release ml-load-balancers"],
  ];
  for (const [part, other] of independent) {
    it(`and ${part} does not wait for ${other}`, () => assert.ok(!comesAfter(graph, part, other)));
  }

  const outlived: readonly (readonly [part: string, others: readonly string[]])[] = [
    [
      "kubernetes ml",
      ["Cluster ml", ...access, ...connectivity, ...pools, "Addon ml-ebs-csi", "StorageClass ml-storage"],
    ],
    ["Release ml-load-balancers", [...access, ...connectivity, ...pools]],
    ["Release ml-autoscaler", ["Addon ml-ebs-csi", ...access, ...connectivity, ...pools]],
    ["Release ml-device-plugin", [...access, ...connectivity, ...pools]],
    ["StorageClass ml-storage", [...access, ...connectivity]],
    ["NodeGroup ml-general", connectivity],
  ];
  for (const [part, others] of outlived) {
    it(`and ${part} is deleted before what its deletion needs`, () => {
      assert.deepEqual(
        others.filter((other) => !comesAfter(graph, part, other)),
        [],
      );
    });
  }

  it("and in Auto Mode the cluster waits for the connectivity, because its nodes are part of it", async () => {
    const auto = await eks({ aws: { autoscaling: AwsAutoscaling.AutoMode } });
    for (const route of ["NatGateway ml-nat-1", "Route ml-private-1"]) assert.ok(comesAfter(auto, "Cluster ml", route));
  });
});
