import assert from "node:assert/strict";
import { AwsAutoscaling, AwsNat, TaintEffect, type MlClusterArgs } from "../../../../components";
import type { Deployed } from "../../../helpers/deploy";
import { changes } from "../changes";
import { eks, eksIn, existingNetwork } from "./eks";

const zoned = (type: string, part: string, zones = ["1", "2", "3"]) =>
  zones.map((zone) => `${type} ml-${part}-${zone}`);

const NETWORK = [
  "aws:ec2/vpc:Vpc ml-vpc",
  "aws:ec2/internetGateway:InternetGateway ml-igw",
  "aws:ec2/eip:Eip ml-nat-1",
  "aws:ec2/natGateway:NatGateway ml-nat-1",
  "aws:ec2/vpcEndpoint:VpcEndpoint ml-s3",
  "aws:ec2/routeTable:RouteTable ml-public",
  "aws:ec2/route:Route ml-public",
  ...zoned("aws:ec2/subnet:Subnet", "private"),
  ...zoned("aws:ec2/subnet:Subnet", "public"),
  ...zoned("aws:ec2/routeTable:RouteTable", "private"),
  ...zoned("aws:ec2/route:Route", "private"),
  ...zoned("aws:ec2/routeTableAssociation:RouteTableAssociation", "private"),
  ...zoned("aws:ec2/routeTableAssociation:RouteTableAssociation", "public"),
];

const CONTROL_PLANE = [
  "random:index/randomString:RandomString ml-suffix",
  ...["aws", "eks", "random"].map((name) => `pulumi:providers:${name} ml-${name}`),
  "aws:cloudwatch/logGroup:LogGroup ml-logs",
  "eks:index:Cluster ml",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider ml-oidc",
];

const NODES = [
  "aws:iam/role:Role ml-node",
  ...["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"].map(
    (policy) => `aws:iam/rolePolicyAttachment:RolePolicyAttachment ml-node-${policy}`,
  ),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment ml-node-AmazonSSMManagedInstanceCore",
  "aws:ec2/launchTemplate:LaunchTemplate ml-general",
  "aws:eks/nodeGroup:NodeGroup ml-general",
  "aws:eks/addon:Addon ml-pod-identity",
  "aws:eks/addon:Addon ml-coredns",
  "aws:eks/addon:Addon ml-ebs-csi",
  "aws:eks/addon:Addon ml-metrics-server",
  "aws:iam/role:Role ml-ebs-csi",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment ml-ebs-csi-AmazonEBSCSIDriverPolicy",
];

const IN_CLUSTER = [
  "pulumi:providers:kubernetes ml-internal",
  "pulumi:providers:kubernetes ml",
  "kubernetes:storage.k8s.io/v1:StorageClass ml-storage",
  ...["load-balancers", "autoscaler"].flatMap((part) => [
    `aws:iam/role:Role ml-${part}`,
    `aws:iam/rolePolicy:RolePolicy ml-${part}`,
    `aws:eks/podIdentityAssociation:PodIdentityAssociation ml-${part}`,
    `kubernetes:helm.sh/v3:Release ml-${part}`,
  ]),
];

const childrenOf = (graph: Deployed): string[] =>
  graph
    .childrenOf(graph.byName("mlplatform:index:MlCluster", "ml"))
    .map(({ type, name }) => `${type} ${name}`)
    .sort();

const AUTO_MODE = [
  ...[...CONTROL_PLANE, ...NETWORK],
  "aws:eks/addon:Addon ml-metrics-server",
  "pulumi:providers:kubernetes ml-internal",
  "pulumi:providers:kubernetes ml",
  "kubernetes:storage.k8s.io/v1:StorageClass ml-storage",
];

describe("the children of a cluster on AWS", () => {
  let plain: Deployed;
  before(async () => (plain = await eks()));

  it("are exactly the listed resources by default", () => {
    assert.deepEqual(childrenOf(plain), [...CONTROL_PLANE, ...NETWORK, ...NODES, ...IN_CLUSTER].sort());
    const [stack, cluster, ...rest] = plain.resources;
    assert.deepEqual([stack?.name, cluster?.name, rest.length], ["proj-test", "ml", childrenOf(plain).length]);
  });

  it("are exactly the listed resources in a VPC that exists", async () => {
    const graph = await eks({ aws: { existingNetwork } });
    assert.deepEqual(childrenOf(graph), [...CONTROL_PLANE, ...NODES, ...IN_CLUSTER].sort());
  });

  it("are exactly the listed resources in Auto Mode", async () => {
    const graph = await eks({ aws: { autoscaling: AwsAutoscaling.AutoMode } });
    assert.deepEqual(childrenOf(graph), AUTO_MODE.sort());
  });

  it("are the same in a preview, in which AWS has not answered yet", async () => {
    assert.deepEqual(childrenOf(await eksIn({ preview: true })), childrenOf(plain));
  });

  const added: [string, Partial<MlClusterArgs>, string[]][] = [
    [
      "two zones with a NAT gateway each",
      { aws: { network: { zones: 2, nat: AwsNat.PerZone } } },
      [
        "+ Eip ml-nat-2",
        "+ NatGateway ml-nat-2",
        "- Route ml-private-3",
        "- RouteTable ml-private-3",
        "- RouteTableAssociation ml-private-3",
        "- RouteTableAssociation ml-public-3",
        "- Subnet ml-private-3",
        "- Subnet ml-public-3",
      ],
    ],
    [
      "pools with GPUs, spare machines, taints and zones",
      {
        nodePools: {
          general: { min: 2, max: 4 },
          spare: { spot: true, taints: [{ key: "spare", effect: TaintEffect.NoSchedule }], zones: ["us-east-1b"] },
          gpu: { instanceType: "g5.xlarge", gpu: { type: "nvidia-a10g" } },
        },
      },
      [
        "+ LaunchTemplate ml-gpu",
        "+ LaunchTemplate ml-spare",
        "+ NodeGroup ml-gpu",
        "+ NodeGroup ml-spare",
        "+ Release ml-device-plugin",
      ],
    ],
    [
      "admins and viewers",
      {
        admins: ["arn:aws:iam::111122223333:role/teams/ml/admin", "arn:aws:iam::111122223333:user/me"],
        viewers: ["arn:aws:iam::111122223333:role/viewer"],
      },
      ["AccessEntry", "AccessPolicyAssociation"].flatMap((type) => [
        `+ ${type} ml-admin-111122223333:role/teams/ml/admin`,
        `+ ${type} ml-admin-111122223333:user/me`,
        `+ ${type} ml-viewer-111122223333:role/viewer`,
      ]),
    ],
  ];
  for (const [title, args, expected] of added) {
    it(`with ${title} differ from the default by exactly the listed resources`, async () => {
      const differing = changes(plain, await eks(args));
      assert.deepEqual(
        differing.filter((line) => !line.startsWith("~")),
        expected,
      );
    });
  }
});
