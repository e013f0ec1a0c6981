import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { installChart } from "../../shared/chart";
import type { ClusterSpec } from "../target";
import { AwsAutoscaling, type AwsClusterArgs } from "./args";
import type { ControlPlane } from "./cluster";
import { associate, createPodRole, type Permissions, type ServiceAccount } from "./identity";
import type { Network } from "./network";
import type { AwsContext } from "./context";
import { clusterAutoscalerPolicy } from "./policies/cluster-autoscaler";
import { loadBalancerControllerPolicy } from "./policies/load-balancer-controller";
import { autoscalerChart, devicePluginChart, hasGpus, loadBalancerChart } from "./values";

const SYSTEM = "kube-system";

/** What the parts of the cluster that run in it are made with. */
export interface InClusterRequest {
  readonly block: AwsClusterArgs;
  readonly spec: ClusterSpec;
  readonly cluster: ControlPlane;
  readonly network: Network;
  readonly context: AwsContext;
  /** Reaches the cluster; it comes after nodes, DNS and whoever may log in. */
  readonly provider: kubernetes.Provider;
}

/** Installs what workloads rely on: load balancers first, because its webhook judges every Service that others bring. */
export function installInCluster(name: string, request: InClusterRequest): pulumi.Resource[] {
  const { block, spec, cluster, network, context, provider } = request;
  const opts = { parent: context.opts.parent, provider };
  const where = { clusterName: cluster.name, region: context.region };

  const balancing = withRole(`${name}-load-balancers`, "aws-load-balancer-controller", request, {
    inline: context.partition.apply(loadBalancerControllerPolicy),
  });
  const balancers = installChart(
    `${name}-load-balancers`,
    loadBalancerChart({ ...where, vpcId: network.vpcId, tags: spec.tags }),
    spec.overrides,
    { release: "aws-load-balancer-controller", namespace: SYSTEM, timeout: 600 },
    { ...opts, dependsOn: balancing },
  );
  const later = { ...opts, dependsOn: [balancers] };
  return [
    balancers,
    ...(block.autoscaling === AwsAutoscaling.None ? [] : [installAutoscaler(`${name}-autoscaler`, request, balancers)]),
    ...(hasGpus(spec) ? [installDevicePlugin(`${name}-device-plugin`, spec, later)] : []),
  ];
}

function installAutoscaler(
  name: string,
  request: InClusterRequest,
  balancers: pulumi.Resource,
): kubernetes.helm.v3.Release {
  const { spec, cluster, context, provider } = request;
  const { partition, region } = context;
  const inline = pulumi
    .all([partition, region, cluster.name])
    .apply(([partition, region, clusterName]) => clusterAutoscalerPolicy({ partition, region, clusterName }));
  const role = withRole(name, "cluster-autoscaler", request, { inline });
  return installChart(
    name,
    autoscalerChart({ clusterName: cluster.name, region }),
    spec.overrides,
    { release: "cluster-autoscaler", namespace: SYSTEM, timeout: 600 },
    { parent: context.opts.parent, provider, dependsOn: [balancers, ...role] },
  );
}

const installDevicePlugin = (
  name: string,
  spec: ClusterSpec,
  opts: pulumi.CustomResourceOptions,
): kubernetes.helm.v3.Release =>
  installChart(
    name,
    devicePluginChart(spec),
    spec.overrides,
    { release: "nvidia-device-plugin", namespace: SYSTEM, timeout: 600 },
    opts,
  );

/** A role for the service account of a chart; the chart comes after what this returns. */
function withRole(
  name: string,
  account: ServiceAccount["name"],
  { cluster, context }: InClusterRequest,
  permissions: Permissions,
): pulumi.Resource[] {
  const who = { namespace: SYSTEM, name: account };
  const role = createPodRole(name, who, permissions, cluster, context);
  return [associate(name, who, role, cluster, context)];
}
