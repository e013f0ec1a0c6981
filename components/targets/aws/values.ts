import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../../shared/chart";
import type { ClusterSpec } from "../target";
import { AwsAutoscaling, type AwsClusterArgs } from "./args";

/** Which cluster the controllers work for. */
export interface Where {
  readonly clusterName: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
}

/** Whether any node has a GPU. */
export const hasGpus = ({ nodePools }: ClusterSpec): boolean => nodePools.some(({ gpu }) => gpu !== undefined);

/** The charts of a cluster without Auto Mode, to check what the caller changes; `later` stands for what AWS tells. */
export function chartsOf(block: AwsClusterArgs, spec: ClusterSpec, later: pulumi.Output<string>): ChartPlan[] {
  const where = { clusterName: later, region: later };
  return [
    loadBalancerChart({ ...where, vpcId: later, tags: spec.tags }),
    ...(block.autoscaling === AwsAutoscaling.None ? [] : [autoscalerChart(where)]),
    ...(hasGpus(spec) ? [devicePluginChart(spec)] : []),
  ];
}

/** The AWS Load Balancer Controller. Region and VPC are said, because pods cannot ask the node's metadata for them. */
export const loadBalancerChart = ({
  clusterName,
  region,
  vpcId,
  tags,
}: Where & { readonly vpcId: pulumi.Input<string>; readonly tags: ClusterSpec["tags"] }): ChartPlan => ({
  name: "aws-load-balancer-controller",
  values: {
    clusterName,
    region,
    vpcId,
    ...(Object.keys(tags).length > 0 && { defaultTags: tags }),
    serviceAccount: { create: true, name: "aws-load-balancer-controller" },
  },
  decided: {
    clusterName: "the component's name",
    region: "aws.region",
    vpcId: "aws.existingNetwork",
    "serviceAccount.name": "aws",
  },
});

/** The cluster-autoscaler, which finds the node groups by their tags. */
export const autoscalerChart = ({ clusterName, region }: Where): ChartPlan => ({
  name: "cluster-autoscaler",
  values: {
    cloudProvider: "aws",
    awsRegion: region,
    autoDiscovery: { clusterName },
    rbac: { serviceAccount: { create: true, name: "cluster-autoscaler" } },
  },
  decided: {
    cloudProvider: "aws",
    awsRegion: "aws.region",
    "autoDiscovery.clusterName": "the component's name",
    "rbac.serviceAccount.name": "aws",
  },
});

/** NVIDIA's device plugin, on the nodes that have a GPU: their image has a driver, and no plugin. */
export const devicePluginChart = ({ nodePools }: ClusterSpec): ChartPlan => ({
  name: "nvidia-device-plugin",
  values: {
    tolerations: [
      { key: "CriticalAddonsOnly", operator: "Exists" },
      // Those of the pools, of which the chart itself knows that of GPUs alone.
      ...uniqueTaints(nodePools.filter(({ gpu }) => gpu !== undefined)),
    ],
  },
  decided: { tolerations: "nodePools" },
});

const uniqueTaints = (pools: ClusterSpec["nodePools"]): { key: string; operator: string; effect: string }[] => {
  const taints = pools.flatMap((pool) =>
    pool.taints.map(({ key, effect }) => [`${key}:${effect}`, { key, effect }] as const),
  );
  return [...new Map(taints).values()].map(({ key, effect }) => ({ key, operator: "Exists", effect }));
};
