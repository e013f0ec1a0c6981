import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { RandomString } from "@pulumi/random/randomString";
import { Exposure } from "../../shared/facts";
import { kubernetesSettings } from "../../shared/kubernetes-settings";
import { gpuPools } from "../gpus";
import type { ClusterRequest, ProvisionedCluster, Target } from "../target";
import { createAccess } from "./access";
import { createDiskDriver, createDns, createMetricsServer, createPodIdentityAgent } from "./add-ons";
import type { AwsClusterArgs } from "./args";
import { createControlPlane, type ControlPlane } from "./cluster";
import { awsContext, withStackTags, type AwsContext } from "./context";
import { useNetwork } from "./existing-network";
import { createNodeRole } from "./iam-roles";
import { installCharts } from "./charts";
import { createStorageClass } from "./storage-class";
import { kubeconfigOf } from "./kubeconfig";
import { createNetwork, type Network } from "./network";
import { createNodePools } from "./node-groups";
import { INTERNAL_SCHEME, LOAD_BALANCER_SCHEME, PODS_AS_TARGETS, PUBLIC_SCHEME, TARGET_TYPE } from "./operations";
import { letNodesDecrypt } from "./disk-key";
import { fieldProblems, ruleProblems } from "./problems";
import { listOf } from "./problems/network";
import { awsSpec, GPU_TYPE_LABEL, type AwsSpec } from "./spec";

/** A cluster on Amazon EKS. */
export const target: Target<AwsClusterArgs> = {
  supportedInputs: [
    ...(["kubernetesVersion", "nodePools", "apiAccess", "admins", "viewers", "deletionProtection"] as const),
    ...(["storage", "logRetentionDays", "tags", "charts", "mirror", "imageRegistry"] as const),
  ],
  fieldProblems,
  ruleProblems: (request) => ruleProblems(withStackTags(request)),
  provision: (request, parent) => provision(withStackTags(request), parent),
};

function provision(request: ClusterRequest<AwsClusterArgs>, parent: pulumi.ComponentResource): ProvisionedCluster {
  const { name, block, spec: common } = request;
  const context = awsContext(request, parent);
  const aws = awsSpec({ ...block, login: block.login ?? context.login }, common);
  const clusterName = uniqueName(name, context);
  const network =
    aws.existingNetwork === undefined
      ? createNetwork(name, aws.network, clusterName, context, aws.vpcCni?.podCidr)
      : useNetwork(name, aws.existingNetwork, aws, context);
  const cluster = createControlPlane(name, clusterName, { aws, common, network, context });
  const access = createAccess(name, common, cluster, context);
  const nodes = aws.isAutoMode ? undefined : createNodes(request, aws, { network, cluster, context });
  const canRunPods: readonly pulumi.Resource[] = nodes?.pools ?? [cluster.resource, ...network.connectivity];
  const metrics = aws.metricsServer ? [createMetricsServer(name, { cluster, context, dependsOn: canRunPods })] : [];

  const kubeconfig = kubeconfigOf(aws.login, cluster, context);
  const provider = new Provider(
    `${name}-internal`,
    { ...kubernetesSettings(), kubeconfig, clusterIdentifier: cluster.oidcIssuer },
    { parent, dependsOn: [cluster.resource, ...access, ...network.connectivity] },
  );
  const inCluster = { aws, common, cluster, network, context, provider };
  const storageClass = createStorageClass(`${name}-storage`, inCluster);
  const charts =
    nodes === undefined
      ? []
      : installCharts(name, inCluster, {
          pools: nodes.pools,
          addOnsWithService: [nodes.dns, ...metrics],
          diskDriver: nodes.diskDriver,
        });

  // Workloads depend on all of these through the kubeconfig, so they are deleted before any of these.
  const nodeParts = nodes === undefined ? [] : [...nodes.pools, nodes.dns, nodes.diskDriver];
  const parts = [
    ...[cluster.oidcProvider, ...network.connectivity, ...access, ...nodeParts, ...metrics],
    ...[provider, storageClass, ...charts],
  ];
  const afterParts = (value: pulumi.Output<string>): pulumi.Output<string> =>
    pulumi.all([value, pulumi.all(parts.map(({ urn }) => urn))]).apply(([known]) => known);
  return {
    kubeconfig: afterParts(kubeconfig),
    endpoint: cluster.endpoint,
    // It depends on the control plane only. While a resource is replaced, everything that depends on it is unknown; an unknown
    // identifier means another cluster to the engine, which then replaces everything in the cluster (decision 0009).
    clusterIdentifier: cluster.oidcIssuer,
    clusterName: cluster.name,
    kubernetesVersion: common.kubernetesVersion ?? cluster.version,
    region: aws.region ?? context.region,
    storageClass: aws.storageClass,
    ...loadBalancers(aws),
    // Who uses Auto Mode chooses its machines in the cluster.
    ...(aws.isAutoMode ? {} : { gpuPools: gpuPools(common, GPU_TYPE_LABEL) }),
    networkId: network.vpcId,
    privateSubnetIds: pulumi.output(network.privateSubnets.ids as pulumi.Input<string[]>),
    identity: pulumi
      .all([cluster.oidcIssuer, cluster.oidcProviderArn])
      .apply(([oidcIssuer, providerArn]) => ({ oidcIssuer, providerArn })),
    nodeIdentity: nodes?.role ?? cluster.autoNodeRoleArn,
    ready: afterParts(cluster.name),
  };
}

/** A name that no earlier cluster had: otherwise the log group of the new cluster would contain logs of the old one. */
function uniqueName(name: string, { opts: { parent }, random: provider }: AwsContext): pulumi.Output<string> {
  const suffix = new RandomString(`${name}-suffix`, { length: 6, special: false, upper: false }, { parent, provider });
  return pulumi.interpolate`${name}-${suffix.result}`;
}

/** Creates the nodes, and the add-ons that run on them. */
function createNodes(
  { name, spec: common }: ClusterRequest<AwsClusterArgs>,
  aws: AwsSpec,
  { network, cluster, context }: { network: Network; cluster: ControlPlane; context: AwsContext },
) {
  const role = createNodeRole(name, context);
  const agent = createPodIdentityAgent(name, cluster, context);
  const dependsOn = [cluster.resource, agent, ...network.connectivity];
  const grants = aws.diskKmsKeyArn === undefined ? [] : [letNodesDecrypt(name, aws.diskKmsKeyArn, role, context)];
  const request = { aws, common, cluster, network, role, context, dependsOn: [...dependsOn, ...grants] };
  const pools = createNodePools(name, request);
  const addOn = { cluster, context, dependsOn: pools };
  const diskDriver = createDiskDriver(name, addOn, aws.diskKmsKeyArn);
  return { role: role.arn, pools, dns: createDns(name, addOn), diskDriver };
}

/** The annotations with which a Service asks for a Network Load Balancer. Without annotations, a load balancer is internal. */
function loadBalancers({ isAutoMode, existingNetwork }: AwsSpec) {
  const common = {
    // Auto Mode's own controller handles every Service; the annotation would take the Service away from it.
    ...(isAutoMode ? {} : { "service.beta.kubernetes.io/aws-load-balancer-type": "external" }),
    [TARGET_TYPE]: PODS_AS_TARGETS,
  };
  const publicIds = existingNetwork?.publicSubnetIds;
  // A list that is known later is not empty: its check refuses that.
  const hasPublicSubnets =
    existingNetwork === undefined || (publicIds !== undefined && listOf(publicIds)?.length !== 0);
  return {
    loadBalancerAnnotations: hasPublicSubnets ? { ...common, [LOAD_BALANCER_SCHEME]: PUBLIC_SCHEME } : {},
    internalLoadBalancerAnnotations: { ...common, [LOAD_BALANCER_SCHEME]: INTERNAL_SCHEME },
    providesLoadBalancers: true,
    defaultExposure: Exposure.Internal,
  };
}
