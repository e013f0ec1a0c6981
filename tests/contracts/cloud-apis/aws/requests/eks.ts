import type { ResourceMappings } from "../../requests";
import { written } from "../../writers";

const ROLE = "arn:aws:iam::111122223333:role/ml";

/** The provider uses one of the two values for creation and the other for changes. Both have the same type in EKS. */
const CONFLICTS = { resolveConflictsOnCreate: "resolveConflicts", resolveConflictsOnUpdate: "resolveConflicts" };

const BY_COMPONENT = "tells the component of @pulumi/eks what to create besides the control plane";

const IN_CONFIGURATION = "is a value in the add-on's configuration, whose schema EKS gives only at run time";

/** Control planes, nodes, add-ons and access. */
export const eks: ResourceMappings = {
  // The component of @pulumi/eks creates the control plane and two add-ons from these inputs.
  "eks:index:Cluster": {
    requests: [
      {
        operation: "eks.CreateCluster",
        fields: {
          authenticationMode: "accessConfig.authenticationMode",
          bootstrapSelfManagedAddons: "bootstrapSelfManagedAddons",
          deletionProtection: "deletionProtection",
          enabledClusterLogTypes: written("logging.clusterLogging", (types) => [{ types, enabled: true }]),
          encryptionConfigKeyArn: written("encryptionConfig", (keyArn) => [
            { provider: { keyArn }, resources: ["secrets"] },
          ]),
          endpointPrivateAccess: "resourcesVpcConfig.endpointPrivateAccess",
          endpointPublicAccess: "resourcesVpcConfig.endpointPublicAccess",
          kubernetesServiceIpAddressRange: "kubernetesNetworkConfig.serviceIpv4Cidr",
          name: "name",
          privateSubnetIds: "resourcesVpcConfig.subnetIds",
          publicAccessCidrs: "resourcesVpcConfig.publicAccessCidrs",
          tags: "tags",
          upgradePolicy: "upgradePolicy",
          version: "version",
        },
        filled: { roleArn: ROLE },
      },
      // The component adds these to the private ones.
      {
        operation: "eks.CreateCluster",
        fields: { publicSubnetIds: "resourcesVpcConfig.subnetIds" },
        filled: { name: "ml", roleArn: ROLE },
      },
      {
        operation: "eks.CreateCluster",
        of: "autoMode",
        fields: { enabled: "storageConfig.blockStorage.enabled", computeConfig: "computeConfig" },
        filled: { name: "ml", roleArn: ROLE, resourcesVpcConfig: {} },
      },
      {
        operation: "eks.CreateAddon",
        of: "vpcCniOptions",
        fields: { addonVersion: "addonVersion", ...CONFLICTS },
        filled: { clusterName: "ml", addonName: "vpc-cni" },
      },
      {
        operation: "eks.CreateAddon",
        of: "kubeProxyAddonOptions",
        fields: { version: "addonVersion", ...CONFLICTS },
        filled: { clusterName: "ml", addonName: "kube-proxy" },
      },
      {
        operation: "eks.CreateAddon",
        of: "corednsAddonOptions",
        fields: CONFLICTS,
        filled: { clusterName: "ml", addonName: "coredns" },
      },
    ],
    notSent: {
      "autoMode.createNodeRole": BY_COMPONENT,
      "corednsAddonOptions.enabled": BY_COMPONENT,
      createInstanceRole: BY_COMPONENT,
      createOidcProvider: BY_COMPONENT,
      "kubeProxyAddonOptions.enabled": BY_COMPONENT,
      nodeAssociatePublicIpAddress: "is for node groups of the component, and it creates none",
      providerCredentialOpts: "is the login in the kubeconfig of the component",
      skipDefaultNodeGroup: BY_COMPONENT,
      skipDefaultSecurityGroups: BY_COMPONENT,
      useDefaultVpcCni: BY_COMPONENT,
      vpcId: "is for security groups of the component",
      "vpcCniOptions.cniCustomNetworkCfg": IN_CONFIGURATION,
      "vpcCniOptions.configurationValues": IN_CONFIGURATION,
      "vpcCniOptions.customNetworkConfig": IN_CONFIGURATION,
      "vpcCniOptions.enableNetworkPolicy": IN_CONFIGURATION,
      "vpcCniOptions.enablePrefixDelegation": IN_CONFIGURATION,
      "vpcCniOptions.eniConfigLabelDef": IN_CONFIGURATION,
    },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    requests: [
      {
        operation: "eks.CreateNodegroup",
        fields: {
          amiType: "amiType",
          capacityType: "capacityType",
          clusterName: "clusterName",
          instanceTypes: "instanceTypes",
          labels: "labels",
          launchTemplate: "launchTemplate",
          nodeRepairConfig: "nodeRepairConfig",
          nodeRoleArn: "nodeRole",
          scalingConfig: "scalingConfig",
          subnetIds: "subnets",
          tags: "tags",
          taints: "taints",
          updateConfig: "updateConfig",
          version: "version",
        },
        generatedName: "nodegroupName",
      },
      // EKS describes types of instances as any strings, and EC2 lists them.
      { operation: "ec2.DescribeInstanceTypes", fields: { instanceTypes: "InstanceTypes" } },
    ],
  },
  "aws:eks/addon:Addon": {
    requests: [
      {
        operation: "eks.CreateAddon",
        fields: {
          addonName: "addonName",
          addonVersion: "addonVersion",
          clusterName: "clusterName",
          configurationValues: "configurationValues",
          podIdentityAssociations: "podIdentityAssociations",
          ...CONFLICTS,
          tags: "tags",
        },
      },
    ],
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    requests: [
      {
        operation: "eks.CreatePodIdentityAssociation",
        fields: {
          clusterName: "clusterName",
          namespace: "namespace",
          roleArn: "roleArn",
          serviceAccount: "serviceAccount",
          tags: "tags",
        },
      },
    ],
  },
  "aws:eks/accessEntry:AccessEntry": {
    requests: [
      {
        operation: "eks.CreateAccessEntry",
        fields: { clusterName: "clusterName", principalArn: "principalArn", tags: "tags", type: "type" },
      },
    ],
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    requests: [
      {
        operation: "eks.AssociateAccessPolicy",
        fields: {
          accessScope: "accessScope",
          clusterName: "clusterName",
          policyArn: "policyArn",
          principalArn: "principalArn",
        },
      },
    ],
  },
};
