import { Cluster, type ClusterArgs } from "@pulumi/eks/cluster";
import { AuthenticationMode } from "@pulumi/eks/types/enums";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { OpenIdConnectProvider } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../common-spec";
import { addOnVersion } from "./add-ons";
import type { AwsContext } from "./context";
import type { Network } from "./network";
import type { AwsSpec } from "./spec";

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
      ...addOns(aws, common, context),
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
      dependsOn: [logs, ...(aws.isAutoMode ? network.connectivity : [])],
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

/**
 * A control plane stays in the zones in which it was created (EKS User Guide, "Networking requirements"), so it gets the two
 * that it needs. A third zone is for nodes only and can be added later. The nodes of Auto Mode run only in the control plane's
 * subnets.
 */
function controlPlaneSubnets(
  { isAutoMode, existingNetwork }: AwsSpec,
  subnets: Network["privateSubnets"],
): pulumi.Output<string>[] {
  const all = existingNetwork !== undefined || isAutoMode;
  return (all ? subnets : subnets.slice(0, 2)).map(({ id }) => id);
}

/** The add-ons that are created together with the cluster. Auto Mode contains its own. */
function addOns(
  { isAutoMode }: AwsSpec,
  { kubernetesVersion }: ClusterSpec,
  context: AwsContext,
): Partial<ClusterArgs> {
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
    vpcCniOptions: { enableNetworkPolicy: true, addonVersion: version("vpc-cni") },
    kubeProxyAddonOptions: { enabled: true, version: version("kube-proxy") },
  };
}
