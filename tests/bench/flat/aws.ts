/**
 * What `programs/aws` makes with its example stack, written by hand against the SDKs: no component, no check, no choice.
 * It is one long file because that is what one writes without components; `tests/plan/flat-program.spec.ts` proves that both make the same.
 */
import { LogGroup } from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as awsEks from "@pulumi/aws/eks";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { OpenIdConnectProvider, Role, RolePolicy, RolePolicyAttachment } from "@pulumi/aws/iam";
import { Provider } from "@pulumi/aws/provider";
import { Cluster } from "@pulumi/eks/cluster";
import { Provider as EksProvider } from "@pulumi/eks/provider";
import { AuthenticationMode } from "@pulumi/eks/types/enums";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomString } from "@pulumi/random/randomString";
// A page of JSON each, which would be no other by hand.
import { clusterAutoscalerPolicy } from "../../../components/targets/aws/policies/cluster-autoscaler";
import { loadBalancerControllerPolicy } from "../../../components/targets/aws/policies/load-balancer-controller";
import { release, serving } from "./serving";

const region = "us-east-1";
const version = "1.35";
const tags = (Name: string) => ({ Name });

const random = new RandomProvider("ml-random");
const suffix = new RandomString("ml-suffix", { length: 6, special: false, upper: false }, { provider: random });
const clusterName = pulumi.interpolate`ml-${suffix.result}`;
const provider = new Provider("ml-aws", { region });
const opts = { provider };
const { partition } = getPartitionOutput({}, opts);

// The network.
const vpc = new ec2.Vpc(
  "ml-vpc",
  { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true, tags: tags("ml-vpc") },
  opts,
);
const zones = getAvailabilityZonesOutput(
  {
    filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    excludeZoneIds: ["use1-az3", "usw1-az2", "cac1-az3"],
  },
  opts,
);
const subnets = (kind: string, role: string, blocks: string[]) =>
  blocks.map((cidrBlock, index) => {
    const name = `ml-${kind}-${String(index + 1)}`;
    return new ec2.Subnet(
      name,
      {
        vpcId: vpc.id,
        cidrBlock,
        availabilityZone: zones.names.apply((names) => names[index] ?? ""),
        mapPublicIpOnLaunch: false,
        tags: clusterName.apply((cluster) => ({
          ...tags(name),
          [`kubernetes.io/role/${role}`]: "1",
          [`kubernetes.io/cluster/${cluster}`]: "shared",
        })),
      },
      opts,
    );
  });
const privateSubnets = subnets("private", "internal-elb", ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"]);
const publicSubnets = subnets("public", "elb", ["10.0.96.0/20", "10.0.112.0/20", "10.0.128.0/20"]);
const igw = new ec2.InternetGateway("ml-igw", { vpcId: vpc.id, tags: tags("ml-igw") }, opts);
const everywhere = { destinationCidrBlock: "0.0.0.0/0" };
const publicTable = new ec2.RouteTable("ml-public", { vpcId: vpc.id, tags: tags("ml-public") }, opts);
const publicRoute = new ec2.Route(
  "ml-public",
  { routeTableId: publicTable.id, ...everywhere, gatewayId: igw.id },
  opts,
);
const outside = [
  publicRoute,
  ...publicSubnets.map(
    ({ id }, index) =>
      new ec2.RouteTableAssociation(
        `ml-public-${String(index + 1)}`,
        { subnetId: id, routeTableId: publicTable.id },
        opts,
      ),
  ),
];
const address = new ec2.Eip("ml-nat-1", { domain: "vpc", tags: tags("ml-nat-1") }, { ...opts, dependsOn: outside });
const nat = new ec2.NatGateway(
  "ml-nat-1",
  { allocationId: address.id, subnetId: publicSubnets[0]?.id ?? "", tags: tags("ml-nat-1") },
  { ...opts, dependsOn: outside },
);
const privateTables = privateSubnets.map((_, index) => {
  const name = `ml-private-${String(index + 1)}`;
  return new ec2.RouteTable(name, { vpcId: vpc.id, tags: tags(name) }, opts);
});
const inside = privateSubnets.flatMap(({ id: subnetId }, index) => {
  const name = `ml-private-${String(index + 1)}`;
  const routeTableId = privateTables[index]?.id ?? "";
  return [
    new ec2.Route(name, { routeTableId, ...everywhere, natGatewayId: nat.id }, opts),
    new ec2.RouteTableAssociation(name, { subnetId, routeTableId }, opts),
  ];
});
const s3 = new ec2.VpcEndpoint(
  "ml-s3",
  {
    vpcId: vpc.id,
    vpcEndpointType: "Gateway",
    serviceName: `com.amazonaws.${region}.s3`,
    routeTableIds: privateTables.map(({ id }) => id),
    tags: tags("ml-s3"),
  },
  opts,
);
const network = [igw, ...outside, ...inside, s3];

// The control plane.
const addonVersion = (addonName: string, kubernetesVersion: pulumi.Input<string>) =>
  awsEks.getAddonVersionOutput({ addonName, kubernetesVersion }, opts).version;
const logs = new LogGroup(
  "ml-logs",
  { name: pulumi.interpolate`/aws/eks/${clusterName}/cluster`, retentionInDays: 90, tags: tags("ml-logs") },
  opts,
);
const cluster = new Cluster(
  "ml",
  {
    name: clusterName,
    version,
    vpcId: vpc.id,
    privateSubnetIds: privateSubnets.slice(0, 2).map(({ id }) => id),
    publicSubnetIds: publicSubnets.slice(0, 2).map(({ id }) => id),
    nodeAssociatePublicIpAddress: false,
    endpointPrivateAccess: true,
    endpointPublicAccess: true,
    publicAccessCidrs: ["203.0.113.0/24"],
    authenticationMode: AuthenticationMode.Api,
    enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: true,
    kubernetesServiceIpAddressRange: "172.20.0.0/16",
    skipDefaultNodeGroup: true,
    skipDefaultSecurityGroups: true,
    createInstanceRole: false,
    createOidcProvider: false,
    bootstrapSelfManagedAddons: false,
    corednsAddonOptions: { enabled: false },
    useDefaultVpcCni: false,
    vpcCniOptions: { enableNetworkPolicy: true, addonVersion: addonVersion("vpc-cni", version) },
    kubeProxyAddonOptions: { enabled: true, version: addonVersion("kube-proxy", version) },
    providerCredentialOpts: {},
    tags: tags("ml"),
  },
  { provider: new EksProvider("ml-eks"), providers: { aws: provider }, dependsOn: [logs, ...network], protect: true },
);
const made = cluster.eksCluster;
const issuer = made.identities.apply(([identity]) => identity?.oidcs[0]?.issuer ?? "");
const oidc = new OpenIdConnectProvider(
  "ml-oidc",
  { url: issuer, clientIdLists: ["sts.amazonaws.com"], tags: tags("ml-oidc") },
  opts,
);

// Roles.
const trust = (Service: string, Action: string[], Condition?: object) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service }, Action, ...(Condition && { Condition }) }],
});
const role = (name: string, document: pulumi.Input<object>) =>
  new Role(name, { assumeRolePolicy: pulumi.jsonStringify(document), tags: tags(name) }, opts);
const podRole = (name: string, serviceAccount: string) =>
  role(
    name,
    made.arn.apply((clusterArn) =>
      trust("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"], {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": clusterArn,
          "aws:RequestTag/kubernetes-namespace": "kube-system",
          "aws:RequestTag/kubernetes-service-account": serviceAccount,
        },
      }),
    ),
  );
const attach = (name: string, to: Role, path: string) =>
  new RolePolicyAttachment(
    name,
    { role: to.name, policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${path}` },
    opts,
  );
const nodeRole = role("ml-node", trust("ec2.amazonaws.com", ["sts:AssumeRole"]));
const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEKS_CNI_Policy",
  "AmazonSSMManagedInstanceCore",
].map((policy) => attach(`ml-node-${policy}`, nodeRole, policy));

// Nodes and add-ons.
const addOn = (
  name: string,
  addonName: string,
  dependsOn: pulumi.Resource[],
  podIdentityAssociations?: { serviceAccount: string; roleArn: pulumi.Output<string> }[],
) =>
  new awsEks.Addon(
    name,
    {
      clusterName: made.name,
      addonName,
      addonVersion: addonVersion(addonName, made.version),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      podIdentityAssociations,
      tags: tags(name),
    },
    { ...opts, dependsOn },
  );
const agent = addOn("ml-pod-identity", "eks-pod-identity-agent", [cluster]);
const template = new ec2.LaunchTemplate(
  "ml-general",
  {
    updateDefaultVersion: true,
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: { volumeType: "gp3", volumeSize: 100, encrypted: "true", deleteOnTermination: "true" },
      },
    ],
    tagSpecifications: [
      { resourceType: "instance", tags: tags("ml-general") },
      { resourceType: "volume", tags: tags("ml-general") },
    ],
    tags: tags("ml-general"),
  },
  opts,
);
const nodes = new awsEks.NodeGroup(
  "ml-general",
  {
    clusterName: made.name,
    version,
    nodeRoleArn: nodeRole.arn,
    subnetIds: privateSubnets.map(({ id }) => id),
    instanceTypes: ["m5.large"],
    amiType: "AL2023_x86_64_STANDARD",
    capacityType: "ON_DEMAND",
    scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 2 },
    updateConfig: { maxUnavailablePercentage: 33 },
    nodeRepairConfig: { enabled: true },
    labels: {},
    taints: [],
    launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
    tags: tags("ml-general"),
  },
  {
    ...opts,
    dependsOn: [...nodePolicies, cluster, agent, ...network],
    ignoreChanges: ["scalingConfig.desiredSize"],
  },
);
const diskRole = podRole("ml-ebs-csi", "ebs-csi-controller-sa");
const diskPolicy = attach("ml-ebs-csi-AmazonEBSCSIDriverPolicy", diskRole, "service-role/AmazonEBSCSIDriverPolicy");
const coredns = addOn("ml-coredns", "coredns", [nodes]);
const metrics = addOn("ml-metrics-server", "metrics-server", [nodes]);
const disks = addOn(
  "ml-ebs-csi",
  "aws-ebs-csi-driver",
  [nodes, diskPolicy],
  [{ serviceAccount: "ebs-csi-controller-sa", roleArn: diskRole.arn }],
);

// What the cluster needs in it.
const kubeconfig = pulumi
  .all([made.name, made.endpoint, made.certificateAuthority.data])
  .apply(([name, server, authority]) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": name,
      contexts: [{ name, context: { cluster: name, user: name } }],
      clusters: [{ name, cluster: { server, "certificate-authority-data": authority } }],
      users: [
        {
          name,
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "aws",
              args: ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"],
              env: [{ name: "AWS_STS_REGIONAL_ENDPOINTS", value: "regional" }],
              interactiveMode: "Never",
              installHint: "Install version 2 of the AWS CLI.",
            },
          },
        },
      ],
    }),
  );
const internal = {
  provider: new kubernetes.Provider(
    "ml-internal",
    { kubeconfig, clusterIdentifier: issuer },
    { dependsOn: [cluster, oidc, nodes, coredns, metrics, disks, ...network] },
  ),
};
const storageClass = new kubernetes.storage.v1.StorageClass(
  "ml-storage",
  {
    metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "ebs.csi.aws.com",
    parameters: { type: "gp3", encrypted: "true" },
    reclaimPolicy: "Delete",
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
  },
  { ...internal, replaceOnChanges: ["reclaimPolicy"], deleteBeforeReplace: true },
);
const associated = (name: string, serviceAccount: string, policy: pulumi.Output<object>) => {
  const own = podRole(name, serviceAccount);
  const granted = new RolePolicy(name, { role: own.name, policy: pulumi.jsonStringify(policy) }, opts);
  return new awsEks.PodIdentityAssociation(
    name,
    { clusterName: made.name, namespace: "kube-system", serviceAccount, roleArn: own.arn, tags: tags(name) },
    { ...opts, dependsOn: [granted] },
  );
};
const balancers = release(
  "ml-load-balancers",
  ["aws-load-balancer-controller", "kube-system"],
  ["aws-load-balancer-controller", "3.5.0", "https://aws.github.io/eks-charts"],
  {
    clusterName: made.name,
    region,
    vpcId: vpc.id,
    serviceAccount: { create: true, name: "aws-load-balancer-controller" },
  },
  {
    ...internal,
    dependsOn: [
      associated("ml-load-balancers", "aws-load-balancer-controller", partition.apply(loadBalancerControllerPolicy)),
    ],
  },
);
const autoscaling = pulumi
  .all([partition, made.name])
  .apply(([of, name]) => clusterAutoscalerPolicy({ partition: of, region, clusterName: name }));
const autoscaler = release(
  "ml-autoscaler",
  ["cluster-autoscaler", "kube-system"],
  ["cluster-autoscaler", "9.59.0", "https://kubernetes.github.io/autoscaler"],
  {
    cloudProvider: "aws",
    awsRegion: region,
    autoDiscovery: { clusterName: made.name },
    rbac: { serviceAccount: { create: true, name: "cluster-autoscaler" } },
  },
  { ...internal, dependsOn: [balancers, associated("ml-autoscaler", "cluster-autoscaler", autoscaling)] },
);

// What runs on it.
const k8s = {
  provider: new kubernetes.Provider(
    "ml",
    { kubeconfig: pulumi.secret(kubeconfig), clusterIdentifier: issuer },
    { dependsOn: [storageClass, balancers, autoscaler] },
  ),
};
const lb = "service.beta.kubernetes.io/aws-load-balancer";
export const { gatewayService } = serving(k8s, {
  [`${lb}-type`]: "external",
  [`${lb}-nlb-target-type`]: "ip",
  [`${lb}-scheme`]: "internet-facing",
  [`${lb}-healthcheck-port`]: "15021",
  [`${lb}-healthcheck-path`]: "/healthz/ready",
  [`${lb}-healthcheck-protocol`]: "http",
});
export { kubeconfig };
