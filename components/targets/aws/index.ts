import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { RandomString } from "@pulumi/random/randomString";
import { Exposure } from "../../shared/facts";
import type { ClusterRequest, ProvisionedCluster, Target } from "../target";
import { createAccess } from "./access";
import { createMetricsServer, createNodeAddOns, createPodIdentityAgent } from "./add-ons";
import { AwsAutoscaling, type AwsClusterArgs } from "./args";
import { createControlPlane, type ControlPlane } from "./cluster";
import { useNetwork } from "./existing-network";
import { createNodeRole } from "./identity";
import { installInCluster } from "./in-cluster";
import { eksKubeconfig } from "./kubeconfig";
import { checkedLate } from "./late-values";
import { createNetwork, type Network } from "./network";
import { networkSpec } from "./network-spec";
import { createNodePools } from "./node-pools";
import { awsContext, type AwsContext } from "./context";
import { admitInside } from "./private-access";
import { problemsIn } from "./problems";
import { createStorageClass, storageClassName } from "./storage-class";

/** A cluster on Amazon EKS. */
export const target: Target<AwsClusterArgs> = {
  supportedInputs: [
    ...(["kubernetesVersion", "nodePools", "apiAccess", "admins", "viewers", "deletionProtection"] as const),
    ...(["storage", "logRetentionDays", "tags", "charts", "mirror"] as const),
  ],
  problemsIn,
  provision,
};

function provision(request: ClusterRequest<AwsClusterArgs>, parent: pulumi.ComponentResource): ProvisionedCluster {
  const { name, spec } = request;
  const context = awsContext(request, parent);
  const checked = checkedLate(request);
  const block = { ...checked, login: checked.login ?? context.login };
  const clusterName = uniqueName(name, context);
  const network =
    block.existingNetwork === undefined
      ? createNetwork(name, networkSpec(block.network), clusterName, context)
      : useNetwork(name, block.existingNetwork, block.serviceCidr, context);
  const cluster = createControlPlane(name, clusterName, { block, spec, network, context });
  const access = [...createAccess(name, spec, cluster, context), ...admitInside(name, spec, cluster, context)];

  const automatic = block.autoscaling === AwsAutoscaling.AutoMode;
  const nodes = automatic ? undefined : createNodes(request, { network, cluster, context });
  const after: readonly pulumi.Resource[] = nodes?.pools ?? [cluster.resource, ...network.lasting];
  const metrics = (block.metricsServer ?? true) ? [createMetricsServer(name, { cluster, context, after })] : [];
  const parts = [...access, ...metrics, ...(nodes?.resources ?? [])];
  const base = [cluster.resource, cluster.oidcProvider, ...network.lasting, ...parts];
  const kubeconfig = kubeconfigOf(block, cluster, context);
  const provider = new kubernetes.Provider(
    `${name}-internal`,
    { kubeconfig, clusterIdentifier: cluster.oidcIssuer },
    { parent, dependsOn: base },
  );
  const storageClass = createStorageClass(`${name}-storage`, block, spec.storage, { parent, provider });
  const installed = automatic ? [] : installInCluster(name, { block, spec, cluster, network, context, provider });

  // For whoever comes after all of this, and has to go before it.
  const last = [storageClass, ...installed, provider].map(({ urn }) => urn);
  const afterAll = (value: pulumi.Output<string>): pulumi.Output<string> =>
    pulumi.all([value, pulumi.all(last)]).apply(([known]) => known);
  return {
    kubeconfig: afterAll(kubeconfig),
    endpoint: cluster.endpoint,
    // Of the control plane alone: while something is replaced, what depends on it counts as unknown, and an identity that
    // is unknown looks like another cluster, in which everything is made anew.
    clusterIdentifier: cluster.oidcIssuer,
    clusterName: cluster.name,
    kubernetesVersion: spec.kubernetesVersion ?? cluster.version,
    region: block.region ?? context.region,
    storageClass: storageClassName(block, spec.storage),
    ...loadBalancers(block),
    networkId: network.vpcId,
    privateSubnetIds: pulumi.all(network.privateSubnets.map(({ id }) => id)),
    identity: pulumi
      .all([cluster.oidcIssuer, cluster.oidcProviderArn])
      .apply(([oidcIssuer, providerArn]) => ({ oidcIssuer, providerArn })),
    nodeIdentity: nodes?.role ?? cluster.autoNodeRoleArn,
    ready: afterAll(cluster.name),
  };
}

/** No two clusters have one name, not even one after the other: logs of the first would stand in the second's group. */
function uniqueName(name: string, { opts: { parent }, random: provider }: AwsContext): pulumi.Output<string> {
  const suffix = new RandomString(`${name}-suffix`, { length: 6, special: false, upper: false }, { parent, provider });
  return pulumi.interpolate`${name}-${suffix.result}`;
}

/** Nodes, and what they need before and after them. */
function createNodes(
  { name, block, spec }: ClusterRequest<AwsClusterArgs>,
  { network, cluster, context }: { network: Network; cluster: ControlPlane; context: AwsContext },
): { role: pulumi.Output<string>; pools: pulumi.Resource[]; resources: pulumi.CustomResource[] } {
  const role = createNodeRole(name, context);
  const agent = createPodIdentityAgent(name, cluster, context);
  const after = [cluster.resource, agent, ...network.lasting];
  const pools = createNodePools(name, { block, spec, cluster, network, role, context, after });
  const addOns = createNodeAddOns(name, { cluster, context, after: pools });
  return { role: role.arn, pools, resources: [...pools, ...addOns] };
}

const kubeconfigOf = (
  { login }: AwsClusterArgs,
  cluster: ControlPlane,
  { region }: AwsContext,
): pulumi.Output<string> =>
  pulumi.secret(
    pulumi
      .all([cluster.name, cluster.endpoint, cluster.certificateAuthority, region, login?.roleArn])
      .apply(([clusterName, endpoint, certificateAuthority, where, roleArn]) =>
        eksKubeconfig({ clusterName, endpoint, certificateAuthority, region: where, roleArn, profile: login?.profile }),
      ),
  );

const PREFIX = "service.beta.kubernetes.io/aws-load-balancer";

/** How a Service asks for a Network Load Balancer; without a word it gets one that is internal. */
function loadBalancers({ autoscaling, existingNetwork }: AwsClusterArgs) {
  const network = {
    // Auto Mode's own controller takes every Service.
    ...(autoscaling === AwsAutoscaling.AutoMode ? {} : { [`${PREFIX}-type`]: "external" }),
    [`${PREFIX}-nlb-target-type`]: "ip",
  };
  const isPrivate = existingNetwork !== undefined && (existingNetwork.publicSubnetIds ?? []).length === 0;
  return {
    loadBalancerAnnotations: isPrivate ? {} : { ...network, [`${PREFIX}-scheme`]: "internet-facing" },
    internalLoadBalancerAnnotations: { ...network, [`${PREFIX}-scheme`]: "internal" },
    providesLoadBalancers: true,
    defaultExposure: Exposure.Internal,
  };
}
