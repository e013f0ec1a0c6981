import { Cluster, type ClusterArgs } from "@pulumi/eks/cluster";
import { AuthenticationMode } from "@pulumi/eks/types/enums";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { OpenIdConnectProvider } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { isDeferred } from "../../shared/invalid-args";
import type { ClusterSpec } from "../common-spec";
import { addOnVersion } from "./add-ons";
import type { AwsContext } from "./context";
import type { Network } from "./network";
import type { AwsSpec } from "./spec";
import type { Subnets } from "./subnets";

/** An EKS control plane. */
export interface ControlPlane {
  /** Resolves once the cluster exists. */
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  /** In base64. */
  readonly certificateAuthority: pulumi.Output<string>;
  readonly version: pulumi.Output<string>;
  /** Id of the security group that EKS creates for control plane and nodes. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the role of the nodes of Auto Mode; undefined without Auto Mode. */
  readonly autoNodeRoleArn: pulumi.Output<string | undefined>;
  /** URL of the OIDC issuer. It is different for another cluster with the same name. */
  readonly oidcIssuer: pulumi.Output<string>;
  readonly oidcProviderArn: pulumi.Output<string>;
  /** The component; other parts depend on it. */
  readonly resource: Cluster;
  /** Lets pods log in to AWS with the cluster's OIDC issuer. */
  readonly oidcProvider: OpenIdConnectProvider;
}

/** What a control plane is created from. */
export interface ControlPlaneRequest {
  readonly aws: AwsSpec;
  readonly common: ClusterSpec;
  readonly network: Network;
  readonly context: AwsContext;
}

/** Creates the control plane. Its name is chosen before, because the log group and the tags of subnets contain it. */
export function createControlPlane(
  name: string,
  clusterName: pulumi.Output<string>,
  { aws, common, network, context }: ControlPlaneRequest,
): ControlPlane {
  const { opts, eks, tagged } = context;
  // It must exist before the cluster: otherwise EKS creates a log group that keeps logs without limit.
  const logs = new LogGroup(
    `${name}-logs`,
    {
      name: pulumi.interpolate`/aws/eks/${clusterName}/cluster`,
      retentionInDays: common.logRetentionDays,
      tags: tagged(`${name}-logs`),
    },
    opts,
  );
  const { publicCidrs } = common.apiAccess;
  const resource = new Cluster(
    name,
    {
      name: clusterName,
      version: common.kubernetesVersion,
      vpcId: network.vpcId,
      privateSubnetIds: controlPlaneSubnets(aws, network.privateSubnets),
      publicSubnetIds: controlPlaneSubnets(aws, network.publicSubnets),
      nodeAssociatePublicIpAddress: false,
      endpointPrivateAccess: true,
      endpointPublicAccess: publicCidrs.length > 0,
      publicAccessCidrs: publicCidrs.length > 0 ? [...publicCidrs] : undefined,
      authenticationMode: AuthenticationMode.Api,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfigKeyArn: aws.kmsKeyArn,
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: common.deletionProtection,
      kubernetesServiceIpAddressRange: aws.serviceCidr,
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      createInstanceRole: false,
      // It opens a connection to the issuer to read a thumbprint that AWS ignores. We create the OIDC provider below.
      createOidcProvider: false,
      // EKS would install these without an add-on, and our add-ons would have to take them over.
      bootstrapSelfManagedAddons: false,
      corednsAddonOptions: { enabled: false },
      ...addOns({ aws, common, network, context }),
      // Always set: otherwise the component stores the AWS profile of the user who runs Pulumi, which differs between users.
      providerCredentialOpts: { roleArn: aws.login?.roleArn, profileName: aws.login?.profile },
      tags: tagged(name),
    },
    {
      parent: opts.parent,
      // The only way to pass both providers without a warning of the SDK.
      provider: eks,
      providers: { aws: opts.provider },
      // A control plane needs subnets only; its nodes need the connectivity. The nodes of Auto Mode are part of the cluster.
      dependsOn: afterCheck(aws.diskKmsKeyArn, [logs, ...(aws.isAutoMode ? network.connectivity : [])]),
      protect: common.deletionProtection,
    },
  );
  const created = resource.eksCluster;
  const oidcIssuer = created.identities.apply(([identity]) => identity?.oidcs[0]?.issuer ?? "");
  const oidcProvider = new OpenIdConnectProvider(
    `${name}-oidc`,
    { url: oidcIssuer, clientIdLists: ["sts.amazonaws.com"], tags: tagged(`${name}-oidc`) },
    opts,
  );
  return {
    name: created.name,
    arn: created.arn,
    endpoint: created.endpoint,
    certificateAuthority: created.certificateAuthority.data,
    version: created.version,
    securityGroupId: created.vpcConfig.clusterSecurityGroupId,
    // Undefined without Auto Mode, although its type does not allow that.
    autoNodeRoleArn: created.computeConfig.apply((nodes?: { nodeRoleArn?: string }) => nodes?.nodeRoleArn),
    oidcIssuer,
    oidcProviderArn: oidcProvider.arn,
    resource,
    oidcProvider,
  };
}

/** What a control plane depends on. It waits for a key of its nodes too, so that no cluster is created with a wrong one. */
const afterCheck = (key: AwsSpec["diskKmsKeyArn"], resources: pulumi.Resource[]) =>
  isDeferred(key) ? pulumi.output(key).apply(() => resources) : resources;

/**
 * A control plane stays in the zones in which it was created (EKS User Guide, "Networking requirements"), so it gets the two
 * that it needs. A third zone is for nodes only and can be added later. The nodes of Auto Mode run only in the control plane's
 * subnets.
 */
function controlPlaneSubnets({ isAutoMode, existingNetwork }: AwsSpec, subnets: Subnets): Subnets["ids"] {
  const all = existingNetwork !== undefined || isAutoMode;
  return all ? subnets.ids : (subnets.each ?? []).slice(0, 2).map(({ id }) => id);
}

/**
 * Lets the network plugin take the addresses of pods from the subnet for pods in the node's zone: its environment variables
 * `AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG` and `ENI_CONFIG_LABEL_DEF`, and an ENIConfig for each zone. The network interfaces of
 * pods get the security groups of their node.
 */
const podNetworking = ({ known }: Subnets, { region }: AwsContext) => ({
  customNetworkConfig: true,
  cniCustomNetworkCfg: true,
  eniConfigLabelDef: "topology.kubernetes.io/zone",
  configurationValues: pulumi.all([known, region]).apply(([subnets, regionName]) => ({
    eniConfig: {
      create: true,
      region: regionName,
      subnets: Object.fromEntries(subnets.map(({ id, zone }) => [zone, { id }])),
    },
  })),
});

/** The add-ons that are created together with the cluster. Auto Mode contains its own. */
function addOns({ aws, common, network, context }: ControlPlaneRequest): Partial<ClusterArgs> {
  const { isAutoMode, vpcCni } = aws;
  const { kubernetesVersion } = common;
  if (isAutoMode) {
    return {
      autoMode: { enabled: true, createNodeRole: true, computeConfig: { nodePools: ["general-purpose", "system"] } },
    };
  }
  // If no Kubernetes version was written, EKS chooses the newest version of the add-on at each `up`.
  const version = (addonName: string) =>
    kubernetesVersion === undefined ? undefined : addOnVersion(addonName, kubernetesVersion, context);
  return {
    useDefaultVpcCni: false,
    vpcCniOptions: {
      enableNetworkPolicy: true,
      addonVersion: version("vpc-cni"),
      ...(vpcCni?.prefixDelegation === true && { enablePrefixDelegation: true }),
      ...(network.podSubnets && podNetworking(network.podSubnets, context)),
    },
    kubeProxyAddonOptions: { enabled: true, version: version("kube-proxy") },
  };
}
