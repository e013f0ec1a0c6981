import type * as pulumi from "@pulumi/pulumi";

/** Whose credentials a kubeconfig uses. */
export interface KubeconfigOptions {
  readonly roleArn?: pulumi.Input<string>;
  readonly profileName?: pulumi.Input<string>;
}

interface AccessEntry {
  readonly principalArn: pulumi.Input<string>;
  readonly type?: pulumi.Input<string>;
  readonly kubernetesGroups?: pulumi.Input<pulumi.Input<string>[]>;
  readonly username?: pulumi.Input<string>;
  readonly accessPolicies?: Record<string, AccessPolicy>;
}

interface AccessPolicy {
  readonly policyArn: pulumi.Input<string>;
  readonly accessScope: pulumi.Input<{ type: string; namespaces?: string[] }>;
}

interface AddonOptions {
  readonly enabled?: boolean;
  readonly version?: pulumi.Input<string>;
  readonly configurationValues?: pulumi.Input<object>;
}

interface VpcCniOptions {
  readonly addonVersion?: pulumi.Input<string>;
  readonly enableNetworkPolicy?: pulumi.Input<boolean>;
  readonly enablePrefixDelegation?: pulumi.Input<boolean>;
  readonly cniCustomNetworkCfg?: pulumi.Input<boolean>;
  readonly customNetworkConfig?: pulumi.Input<boolean>;
  readonly eniConfigLabelDef?: pulumi.Input<string>;
  readonly configurationValues?: pulumi.Input<object>;
}

/** What the stand-in takes of the inputs of `eks.Cluster`; the rest it refuses. */
export interface ClusterArgs {
  readonly accessEntries?: Record<string, AccessEntry>;
  readonly authenticationMode?: string;
  readonly bootstrapSelfManagedAddons?: boolean;
  readonly clusterTags?: pulumi.Input<Record<string, string>>;
  readonly corednsAddonOptions?: AddonOptions;
  readonly createInstanceRole?: boolean;
  readonly createOidcProvider?: boolean;
  readonly deletionProtection?: pulumi.Input<boolean>;
  readonly enabledClusterLogTypes?: pulumi.Input<pulumi.Input<string>[]>;
  readonly encryptionConfigKeyArn?: pulumi.Input<string>;
  readonly endpointPrivateAccess?: pulumi.Input<boolean>;
  readonly endpointPublicAccess?: pulumi.Input<boolean>;
  readonly kubeProxyAddonOptions?: AddonOptions;
  readonly kubernetesServiceIpAddressRange?: pulumi.Input<string>;
  readonly name?: pulumi.Input<string>;
  readonly nodeAssociatePublicIpAddress?: boolean;
  readonly privateSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  readonly providerCredentialOpts?: pulumi.Input<KubeconfigOptions>;
  readonly publicAccessCidrs?: pulumi.Input<pulumi.Input<string>[]>;
  readonly publicSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  readonly skipDefaultNodeGroup?: boolean;
  readonly skipDefaultSecurityGroups?: boolean;
  readonly subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  readonly tags?: pulumi.Input<Record<string, string>>;
  readonly upgradePolicy?: pulumi.Input<{ supportType?: string }>;
  readonly useDefaultVpcCni?: boolean;
  readonly version?: pulumi.Input<string>;
  readonly vpcCniOptions?: VpcCniOptions;
  readonly vpcId?: pulumi.Input<string>;
}

const KNOWN: Readonly<Record<keyof ClusterArgs, true>> = {
  accessEntries: true,
  authenticationMode: true,
  bootstrapSelfManagedAddons: true,
  clusterTags: true,
  corednsAddonOptions: true,
  createInstanceRole: true,
  createOidcProvider: true,
  deletionProtection: true,
  enabledClusterLogTypes: true,
  encryptionConfigKeyArn: true,
  endpointPrivateAccess: true,
  endpointPublicAccess: true,
  kubeProxyAddonOptions: true,
  kubernetesServiceIpAddressRange: true,
  name: true,
  nodeAssociatePublicIpAddress: true,
  privateSubnetIds: true,
  providerCredentialOpts: true,
  publicAccessCidrs: true,
  publicSubnetIds: true,
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
  subnetIds: true,
  tags: true,
  upgradePolicy: true,
  useDefaultVpcCni: true,
  version: true,
  vpcCniOptions: true,
  vpcId: true,
};

/** Refuses what would make other children than the stand-in knows to make: it must not look as if it had no effect. */
export function refuseUnknown(inputs: pulumi.Inputs): void {
  const unknown = Object.keys(inputs).filter((key) => !(key in KNOWN));
  if (unknown.length > 0) throw new Error(`the stand-in of eks.Cluster does not know ${unknown.join(", ")}`);
  const { authenticationMode, skipDefaultNodeGroup, skipDefaultSecurityGroups, vpcId } = inputs as ClusterArgs;
  if (authenticationMode !== "API") throw new Error("the stand-in of eks.Cluster knows authenticationMode API only");
  if (skipDefaultNodeGroup !== true) throw new Error("the stand-in of eks.Cluster makes no default node group");
  if (skipDefaultSecurityGroups !== true) throw new Error("the stand-in of eks.Cluster makes no security groups");
  if (vpcId === undefined) throw new Error("the stand-in of eks.Cluster knows no default VPC");
}
