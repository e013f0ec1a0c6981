import { execFileSync } from "node:child_process";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation";
import { Cluster as EksCluster } from "@pulumi/aws/eks/cluster";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { createAddons } from "./addons";
import type { ClusterArgs } from "./cluster-args";
import { kubeconfigFor } from "./kubeconfig";
import { ServiceRole } from "./service-role";

/**
 * `eks.Cluster` as pulumi-eks 4.3 makes it of the inputs that the stand-in knows: the same children under the same names, the same
 * outputs (nodejs/eks/cluster/cluster.ts).
 */
export class Cluster extends pulumi.ComponentResource {
  declare readonly eksCluster: pulumi.Output<EksCluster>;
  /** What the program gets to see. */
  readonly state: pulumi.Inputs = {};

  constructor(name: string, args: ClusterArgs, opts: pulumi.ComponentResourceOptions) {
    if (opts.urn !== undefined) {
      super("eks:index:Cluster", name, { eksCluster: undefined }, opts);
      return;
    }
    super("eks:index:Cluster", name, {}, opts);
    needAwsCli();
    const role = new ServiceRole(`${name}-eksRole`, args.tags, { parent: this });
    const cluster = createControlPlane(name, args, role, this);
    const kubernetes = new KubernetesProvider(
      `${name}-eks-k8s`,
      { kubeconfig: pulumi.jsonStringify(kubeconfigFor(pulumi.output(cluster), args.providerCredentialOpts, true)) },
      { parent: this },
    );
    const access = createAccess(name, args, cluster, this);
    createAddons(name, args, cluster, this, access);
    const oidc = args.createOidcProvider === true ? createOidcProvider(name, cluster, this) : undefined;
    this.eksCluster = pulumi.output(cluster);
    this.state = stateOf(args, cluster, role, kubernetes, oidc);
    this.registerOutputs(this.state);
  }
}

/** The real component runs the AWS CLI before anything else, also for a preview. */
function needAwsCli(): void {
  try {
    execFileSync("aws", ["--version"], { stdio: "pipe" });
  } catch {
    throw new Error(
      "Could not find aws CLI for EKS. See https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html for installation instructions.",
    );
  }
}

function createControlPlane(name: string, args: ClusterArgs, role: ServiceRole, parent: pulumi.Resource): EksCluster {
  const { encryptionConfigKeyArn: keyArn, kubernetesServiceIpAddressRange: serviceIpv4Cidr } = args;
  const subnetIds =
    args.subnetIds ??
    pulumi
      .all([args.publicSubnetIds ?? [], args.privateSubnetIds ?? []])
      .apply(([open, closed]) => [...open, ...closed]);
  return new EksCluster(
    `${name}-eksCluster`,
    {
      name: args.name,
      roleArn: role.direct.arn,
      version: args.version,
      bootstrapSelfManagedAddons: args.bootstrapSelfManagedAddons ?? true,
      vpcConfig: {
        subnetIds,
        endpointPrivateAccess: args.endpointPrivateAccess,
        endpointPublicAccess: args.endpointPublicAccess,
        publicAccessCidrs: args.publicAccessCidrs,
      },
      accessConfig: {
        authenticationMode: args.authenticationMode,
        bootstrapClusterCreatorAdminPermissions: true,
      },
      kubernetesNetworkConfig: serviceIpv4Cidr === undefined ? undefined : { serviceIpv4Cidr, ipFamily: "ipv4" },
      encryptionConfig: keyArn === undefined ? undefined : { provider: { keyArn }, resources: ["secrets"] },
      enabledClusterLogTypes: args.enabledClusterLogTypes,
      upgradePolicy: args.upgradePolicy,
      deletionProtection: args.deletionProtection,
      tags: pulumi
        .all([args.tags, args.clusterTags])
        .apply(([tags, clusterTags]) => ({ Name: `${name}-eksCluster`, ...clusterTags, ...tags })),
    },
    {
      parent,
      dependsOn: role.resolved.apply((resolved) => [resolved]),
      ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
    },
  );
}

function createAccess(name: string, args: ClusterArgs, cluster: EksCluster, parent: pulumi.Resource): AccessEntry[] {
  return Object.entries(args.accessEntries ?? {}).map(([entryName, { accessPolicies, username, ...rest }]) => {
    const entry = new AccessEntry(
      `${name}-${entryName}`,
      { ...rest, userName: username, clusterName: cluster.name },
      { parent, dependsOn: [cluster] },
    );
    for (const [policyName, { policyArn, accessScope }] of Object.entries(accessPolicies ?? {})) {
      new AccessPolicyAssociation(
        `${name}-${entryName}-${policyName}`,
        { accessScope, policyArn, principalArn: rest.principalArn, clusterName: cluster.name },
        { parent: entry, dependsOn: [entry] },
      );
    }
    return entry;
  });
}

function createOidcProvider(name: string, cluster: EksCluster, parent: pulumi.Resource): OpenIdConnectProvider {
  return new OpenIdConnectProvider(
    `${name}-oidcProvider`,
    {
      clientIdLists: ["sts.amazonaws.com"],
      url: issuerOf(cluster),
      // The real component asks the issuer's server for it, which is not there in a test.
      thumbprintLists: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
    },
    { parent },
  );
}

const issuerOf = (cluster: EksCluster): pulumi.Output<string> =>
  cluster.identities.apply((identities) => identities[0]?.oidcs[0]?.issuer ?? "");

function stateOf(
  args: ClusterArgs,
  cluster: EksCluster,
  role: ServiceRole,
  provider: KubernetesProvider,
  oidcProvider: OpenIdConnectProvider | undefined,
): pulumi.Inputs {
  const kubeconfig = kubeconfigFor(pulumi.output(cluster), args.providerCredentialOpts, false);
  const subnetIds = cluster.vpcConfig.subnetIds;
  const { endpoint } = cluster;
  const none = pulumi.output("");
  const oidcProviderUrl = issuerOf(cluster);
  const securityGroup = cluster.vpcConfig.clusterSecurityGroupId;
  return {
    kubeconfig,
    kubeconfigJson: pulumi.jsonStringify(kubeconfig),
    eksCluster: cluster,
    core: {
      cluster,
      vpcId: args.vpcId,
      subnetIds,
      publicSubnetIds: args.publicSubnetIds,
      privateSubnetIds: args.privateSubnetIds,
      endpoint,
      kubeconfig,
      provider,
      oidcProvider,
      clusterIamRole: role.direct,
      instanceRoles: [],
      nodeGroupOptions: {},
      tags: args.tags,
    },
    instanceRoles: [],
    clusterSecurityGroupId: securityGroup,
    nodeSecurityGroupId: securityGroup,
    clusterIngressRuleId: none,
    defaultNodeGroupAsgName: none,
    fargateProfileId: none,
    fargateProfileStatus: none,
    autoModeNodeRoleName: none,
    oidcProviderArn: oidcProvider?.arn ?? none,
    oidcProviderUrl,
    oidcIssuer: oidcProviderUrl.apply((url) => url.replace("https://", "")),
  };
}
