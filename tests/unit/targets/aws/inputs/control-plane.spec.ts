import assert from "node:assert/strict";
import { AwsAutoscaling } from "../../../../../components";
import type { Deployed } from "../../../../helpers/deploy";
import { eks, existingNetwork } from "../eks";

const control = (graph: Deployed) => graph.byName("eks:index:Cluster", "ml");
const overwrite = { resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" };

const common = {
  name: "ml-x7k2p9",
  vpcId: "vpc-1",
  privateSubnetIds: ["subnet-private-a", "subnet-private-b"],
  publicSubnetIds: ["subnet-public-a", "subnet-public-b"],
  nodeAssociatePublicIpAddress: false,
  endpointPrivateAccess: true,
  endpointPublicAccess: true,
  publicAccessCidrs: ["203.0.113.0/24"],
  authenticationMode: "API",
  enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
  upgradePolicy: { supportType: "STANDARD" },
  deletionProtection: true,
  kubernetesServiceIpAddressRange: "172.20.0.0/16",
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
  createInstanceRole: false,
  createOidcProvider: false,
  bootstrapSelfManagedAddons: false,
  corednsAddonOptions: { enabled: false, ...overwrite },
  providerCredentialOpts: {},
  tags: { Name: "ml" },
};

describe("the control plane of a cluster on AWS", () => {
  let graph: Deployed;
  before(async () => (graph = await eks({ aws: { existingNetwork } })));

  it("has safe settings, and only the add-ons that the first node needs", () => {
    assert.deepEqual(control(graph).inputs.values, {
      ...common,
      useDefaultVpcCni: false,
      vpcCniOptions: { enableNetworkPolicy: true, ...overwrite },
      kubeProxyAddonOptions: { enabled: true, ...overwrite },
    });
  });

  it("uses the same AWS provider as all other resources, and is protected", () => {
    const { providers, protect, remote, parent } = control(graph);
    const provider = graph.byName("pulumi:providers:aws", "ml-aws").urn;
    const eks = graph.byName("pulumi:providers:eks", "ml-eks").urn;
    assert.deepEqual([providers, protect, remote], [{ aws: provider, eks }, true, true]);
    assert.equal(parent, graph.byName("mlplatform:index:MlCluster", "ml").urn);
    for (const resource of graph.resources) {
      if (resource.type.startsWith("aws:")) assert.equal(resource.provider, provider, resource.name);
    }
  });

  const zoned = (kind: string, count: number) =>
    Array.from({ length: count }, (_, index) => `ml-${kind}-${String(index + 1)}-id`);
  const spread: [title: string, autoscaling: AwsAutoscaling, zones: number][] = [
    ["is in two zones for good, while nodes are in all", AwsAutoscaling.ClusterAutoscaler, 2],
    ["is in all zones in Auto Mode, whose nodes are where it is", AwsAutoscaling.AutoMode, 3],
  ];
  for (const [title, autoscaling, zones] of spread) {
    it(title, async () => {
      const made = await eks({ aws: { autoscaling } });
      const { privateSubnetIds, publicSubnetIds } = control(made).inputs.values;
      assert.deepEqual([privateSubnetIds, publicSubnetIds], [zoned("private", zones), zoned("public", zones)]);
      for (const { inputs } of made.resources.filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup")) {
        assert.deepEqual(inputs.values["subnetIds"], zoned("private", 3));
      }
    });
  }

  it("keeps its logs for a limited time, in a log group with its unique name", () => {
    assert.deepEqual(graph.byName("random:index/randomString:RandomString", "ml-suffix").inputs.values, {
      length: 6,
      special: false,
      upper: false,
    });
    assert.deepEqual(graph.byName("aws:cloudwatch/logGroup:LogGroup", "ml-logs").inputs.values, {
      name: "/aws/eks/ml-x7k2p9/cluster",
      retentionInDays: 90,
      tags: { Name: "ml-logs" },
    });
  });

  it("has an OIDC provider for its pods", () => {
    assert.deepEqual(graph.byName("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "ml-oidc").inputs.values, {
      url: "https://oidc.eks.us-east-1.amazonaws.com/id/0123",
      clientIdLists: ["sts.amazonaws.com"],
      tags: { Name: "ml-oidc" },
    });
  });

  it("in Auto Mode contains all add-ons itself", async () => {
    const auto = await eks({ aws: { existingNetwork, autoscaling: AwsAutoscaling.AutoMode } });
    assert.deepEqual(control(auto).inputs.values, {
      ...common,
      autoMode: {
        enabled: true,
        createNodeRole: true,
        computeConfig: { nodePools: ["general-purpose", "system"] },
      },
    });
  });

  const roleArn = "arn:aws:iam::111122223333:role/deployer";
  const endpoints: [string, Parameters<typeof eks>[0], object][] = [
    [
      "is reached from outside by nobody where that is said",
      { apiAccess: { privateOnly: true, cidrs: ["10.8.0.0/16"] } },
      { endpointPrivateAccess: true, endpointPublicAccess: false, publicAccessCidrs: undefined },
    ],
    [
      "is reached by everybody only where that is written out",
      { apiAccess: { allowPublic: true } },
      { endpointPrivateAccess: true, endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] },
    ],
    [
      "is reached by the same people as before where its children log in to it",
      { aws: { existingNetwork, login: { roleArn, profile: "ml" } } },
      { providerCredentialOpts: { roleArn, profileName: "ml" } },
    ],
    [
      "has the version that is asked for, and add-ons that fit it and stay",
      { kubernetesVersion: "1.36" },
      {
        version: "1.36",
        vpcCniOptions: { enableNetworkPolicy: true, addonVersion: "vpc-cni for 1.36", ...overwrite },
        kubeProxyAddonOptions: { enabled: true, version: "kube-proxy for 1.36", ...overwrite },
      },
    ],
  ];
  for (const [title, args, expected] of endpoints) {
    it(title, async () => {
      const { values } = control(await eks({ aws: { existingNetwork }, ...args })).inputs;
      for (const [input, value] of Object.entries(expected)) assert.deepEqual(values[input], value, input);
    });
  }

  it("with deletionProtection: false is protected neither by AWS nor by Pulumi", async () => {
    const { protect, inputs } = control(await eks({ aws: { existingNetwork }, deletionProtection: false }));
    assert.deepEqual([protect, inputs.values["deletionProtection"]], [false, false]);
  });
});
