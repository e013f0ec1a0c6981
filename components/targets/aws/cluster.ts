import { Cluster, type ClusterArgs } from "@pulumi/eks/cluster";
import { AuthenticationMode } from "@pulumi/eks/types/enums";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { OpenIdConnectProvider } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../target";
import { addOnVersion } from "./add-on-version";
import { AwsAutoscaling, type AwsClusterArgs } from "./args";
import type { Network } from "./network";
import { DEFAULT_SERVICE_CIDR } from "./network-spec";
import type { AwsContext } from "./context";

/** An EKS control plane. */
export interface ControlPlane {
  /** Resolves once the cluster exists. */
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  /** In base64. */
  readonly certificateAuthority: pulumi.Output<string>;
  readonly version: pulumi.Output<string>;
  /** Id of the security group that EKS made for control plane and nodes. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the role of nodes that Auto Mode makes; nothing without it. */
  readonly autoNodeRoleArn: pulumi.Output<string | undefined>;
  /** URL of the OIDC issuer: another cluster of the same name has another one. */
  readonly oidcIssuer: pulumi.Output<string>;
  readonly oidcProviderArn: pulumi.Output<string>;
  /** What the other parts come after. */
  readonly resource: Cluster;
  /** Lets pods prove who they are to AWS, so it goes after them. */
  readonly oidcProvider: OpenIdConnectProvider;
}

/** What a control plane is made with. */
export interface ControlPlaneRequest {
  readonly block: AwsClusterArgs;
  readonly spec: ClusterSpec;
  readonly network: Network;
  readonly context: AwsContext;
}

/** The cluster's name in AWS is known before the cluster, because its log group and the tags of its subnets carry it. */
export function createControlPlane(
  name: string,
  clusterName: pulumi.Output<string>,
  { block, spec, network, context }: ControlPlaneRequest,
): ControlPlane {
  const { opts, eks, tagged } = context;
  // Before the cluster, which would make one that keeps logs for ever; so it is deleted after it, too.
  const logs = new LogGroup(
    `${name}-logs`,
    {
      name: pulumi.interpolate`/aws/eks/${clusterName}/cluster`,
      retentionInDays: spec.logRetentionDays,
      tags: tagged(`${name}-logs`),
    },
    opts,
  );
  const { cidrs } = spec.apiAccess;
  const resource = new Cluster(
    name,
    {
      name: clusterName,
      version: spec.kubernetesVersion,
      vpcId: network.vpcId,
      privateSubnetIds: controlPlaneSubnets(block, network.privateSubnets),
      publicSubnetIds: controlPlaneSubnets(block, network.publicSubnets),
      nodeAssociatePublicIpAddress: false,
      endpointPrivateAccess: true,
      endpointPublicAccess: cidrs.length > 0,
      publicAccessCidrs: cidrs.length > 0 ? [...cidrs] : undefined,
      authenticationMode: AuthenticationMode.Api,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfigKeyArn: block.kmsKeyArn,
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: spec.deletionProtection,
      kubernetesServiceIpAddressRange: block.serviceCidr ?? DEFAULT_SERVICE_CIDR,
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      createInstanceRole: false,
      // It would open a connection to the issuer for a thumbprint that nobody needs; ours comes below.
      createOidcProvider: false,
      // Those would be there without being an add-on, for one to take over.
      bootstrapSelfManagedAddons: false,
      corednsAddonOptions: { enabled: false },
      ...addOns(block, spec, context),
      // Said also where it is nothing, or the profile of whoever runs this would be kept, and change with them.
      providerCredentialOpts: { roleArn: block.login?.roleArn, profileName: block.login?.profile },
      tags: tagged(name),
    },
    {
      parent: opts.parent,
      // Of the SDK's ways to hand over both, this one raises no warning of a conflict.
      provider: eks,
      providers: { aws: opts.provider },
      dependsOn: [logs, ...network.lasting],
      protect: spec.deletionProtection,
    },
  );
  const made = resource.eksCluster;
  const oidcIssuer = made.identities.apply(([identity]) => identity?.oidcs[0]?.issuer ?? "");
  const oidcProvider = new OpenIdConnectProvider(
    `${name}-oidc`,
    { url: oidcIssuer, clientIdLists: ["sts.amazonaws.com"], tags: tagged(`${name}-oidc`) },
    opts,
  );
  return {
    name: made.name,
    arn: made.arn,
    endpoint: made.endpoint,
    certificateAuthority: made.certificateAuthority.data,
    version: made.version,
    securityGroupId: made.vpcConfig.clusterSecurityGroupId,
    // Absent where Auto Mode is off, whatever its type says.
    autoNodeRoleArn: made.computeConfig.apply((nodes?: { nodeRoleArn?: string }) => nodes?.nodeRoleArn),
    oidcIssuer,
    oidcProviderArn: oidcProvider.arn,
    resource,
    oidcProvider,
  };
}

/**
 * A control plane stays in the zones that it was made in (EKS User Guide, "Networking requirements"), so it gets the two
 * that it needs, and nodes alone go to a third: only that can be added later. Auto Mode has no nodes elsewhere.
 */
function controlPlaneSubnets(
  { autoscaling, existingNetwork }: AwsClusterArgs,
  subnets: Network["privateSubnets"],
): pulumi.Output<string>[] {
  const all = existingNetwork !== undefined || autoscaling === AwsAutoscaling.AutoMode;
  return (all ? subnets : subnets.slice(0, 2)).map(({ id }) => id);
}

/** Auto Mode brings its own of everything. */
function addOns(block: AwsClusterArgs, { kubernetesVersion }: ClusterSpec, context: AwsContext): Partial<ClusterArgs> {
  if (block.autoscaling === AwsAutoscaling.AutoMode) {
    return {
      autoMode: { enabled: true, createNodeRole: true, computeConfig: { nodePools: ["general-purpose", "system"] } },
    };
  }
  // Without a version of Kubernetes that is known before the cluster, its own choice: the newest there is at each `up`.
  const version = (addonName: string) =>
    kubernetesVersion === undefined ? undefined : addOnVersion(addonName, kubernetesVersion, context);
  return {
    useDefaultVpcCni: false,
    vpcCniOptions: { enableNetworkPolicy: true, addonVersion: version("vpc-cni") },
    kubeProxyAddonOptions: { enabled: true, version: version("kube-proxy") },
  };
}
