import { AwsAutoscaling, AwsNat, AwsVolumeType } from "../../../../../components";
import { existingNetwork } from "../eks";
import type { Row } from "../../option-row";

const existing = { aws: { existingNetwork } };
const other = {
  vpcId: "vpc-2",
  privateSubnetIds: ["subnet-private-a-2", "subnet-private-b-2"],
  publicSubnetIds: ["subnet-public-a-2", "subnet-public-b-2"],
};

/** The key, spelt as KMS does. */
export const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const roleArn = "arn:aws:iam::111122223333:role/deployer";

const logsInAnew = [
  "~ Cluster ml: providerCredentialOpts",
  "~ kubernetes ml-internal: kubeconfig",
  "~ kubernetes ml: kubeconfig",
];

/** What the options in the block of AWS change. */
export const blockRows: readonly Row[] = [
  {
    option: "aws.region",
    args: { aws: { region: "eu-west-1" } },
    expected: [
      "~ MlCluster ml: facts, region",
      "~ Release ml-autoscaler: values",
      "~ Release ml-load-balancers: values",
      "~ RolePolicy ml-autoscaler: policy",
      "~ VpcEndpoint ml-s3: serviceName",
      "~ aws ml-aws: region",
      "~ kubernetes ml-internal: kubeconfig",
      "~ kubernetes ml: kubeconfig",
    ],
  },
  {
    option: "aws.network.cidr",
    args: { aws: { network: { cidr: "10.8.0.0/16" } } },
    expected: [
      ...["private-1", "private-2", "private-3"].map((part) => `~ Subnet ml-${part}: cidrBlock`),
      ...["public-1", "public-2", "public-3"].map((part) => `~ Subnet ml-${part}: cidrBlock`),
      "~ Vpc ml-vpc: cidrBlock",
    ],
  },
  {
    option: "aws.network.zones",
    args: { aws: { network: { zones: 2 } } },
    expected: [
      "- Route ml-private-3",
      "- RouteTable ml-private-3",
      "- RouteTableAssociation ml-private-3",
      "- RouteTableAssociation ml-public-3",
      "- Subnet ml-private-3",
      "- Subnet ml-public-3",
      "~ MlCluster ml: facts, privateSubnetIds",
      "~ NodeGroup ml-general: subnetIds",
      "~ VpcEndpoint ml-s3: routeTableIds",
    ],
  },
  {
    option: "aws.network.nat",
    args: { aws: { network: { nat: AwsNat.PerZone } } },
    expected: [
      "+ Eip ml-nat-2",
      "+ Eip ml-nat-3",
      "+ NatGateway ml-nat-2",
      "+ NatGateway ml-nat-3",
      "~ Route ml-private-2: natGatewayId",
      "~ Route ml-private-3: natGatewayId",
    ],
  },
  {
    option: "aws.existingNetwork.vpcId",
    args: { aws: { existingNetwork: other } },
    than: existing,
    expected: [
      "~ Cluster ml: privateSubnetIds, publicSubnetIds, vpcId",
      "~ MlCluster ml: facts, networkId, privateSubnetIds",
      "~ NodeGroup ml-general: subnetIds",
      "~ Release ml-load-balancers: values",
    ],
  },
  {
    option: "aws.existingNetwork.privateSubnetIds",
    args: {
      aws: { existingNetwork: { ...existingNetwork, privateSubnetIds: ["subnet-private-a", "subnet-private-c"] } },
    },
    than: existing,
    expected: [
      "~ Cluster ml: privateSubnetIds",
      "~ MlCluster ml: facts, privateSubnetIds",
      "~ NodeGroup ml-general: subnetIds",
    ],
  },
  {
    option: "aws.existingNetwork.publicSubnetIds",
    args: { aws: { existingNetwork: { ...existingNetwork, publicSubnetIds: undefined } } },
    than: existing,
    expected: ["~ Cluster ml: publicSubnetIds", "~ MlCluster ml: facts, loadBalancerAnnotations"],
  },
  {
    option: "aws.serviceCidr",
    args: { aws: { serviceCidr: "172.21.0.0/16" } },
    expected: ["~ Cluster ml: kubernetesServiceIpAddressRange"],
  },
  { option: "aws.kmsKeyArn", args: { aws: { kmsKeyArn: KEY } }, expected: ["~ Cluster ml: encryptionConfigKeyArn"] },
  {
    option: "aws.diskKmsKeyArn",
    args: { aws: { diskKmsKeyArn: KEY } },
    expected: [
      "+ Grant ml-disks",
      "+ RolePolicy ml-ebs-csi",
      "~ LaunchTemplate ml-general: blockDeviceMappings",
      "~ StorageClass ml-storage: parameters",
    ],
  },
  {
    option: "aws.vpcCni.prefixDelegation",
    args: { aws: { vpcCni: { prefixDelegation: true } } },
    expected: ["~ Cluster ml: vpcCniOptions"],
  },
  {
    option: "aws.vpcCni.podCidr",
    args: { aws: { vpcCni: { podCidr: "100.64.0.0/16" } } },
    expected: [
      ...[1, 2, 3].map((zone) => `+ RouteTableAssociation ml-pods-${String(zone)}`),
      ...[1, 2, 3].map((zone) => `+ Subnet ml-pods-${String(zone)}`),
      "+ VpcIpv4CidrBlockAssociation ml-pods",
      "~ Cluster ml: vpcCniOptions",
    ],
  },
  {
    option: "aws.vpcCni.podSubnetIds",
    args: { aws: { existingNetwork, vpcCni: { podSubnetIds: ["subnet-pods-a", "subnet-pods-b"] } } },
    than: existing,
    expected: ["~ Cluster ml: vpcCniOptions"],
  },
  {
    option: "aws.autoscaling",
    args: { aws: { autoscaling: AwsAutoscaling.None } },
    expected: [
      "- PodIdentityAssociation ml-autoscaler",
      "- Release ml-autoscaler",
      "- Role ml-autoscaler",
      "- RolePolicy ml-autoscaler",
      "~ NodeGroup ml-general: opts.ignoreChanges",
    ],
  },
  {
    option: "aws.metricsServer",
    args: { aws: { metricsServer: false } },
    expected: ["- Addon ml-metrics-server"],
  },
  {
    option: "aws.volumeType",
    args: { aws: { volumeType: AwsVolumeType.Gp2 } },
    expected: ["~ MlCluster ml: facts, storageClass", "~ StorageClass ml-storage: metadata, parameters"],
  },
  { option: "aws.login.roleArn", args: { aws: { login: { roleArn } } }, expected: logsInAnew },
  { option: "aws.login.profile", args: { aws: { login: { profile: "ml" } } }, expected: logsInAnew },
];
