import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../../shared/install-chart";
import type { ClusterSpec } from "../common-spec";
import { devicePluginChart, hasGpus } from "../gpus";
import { hasAutoscaler, type AwsSpec } from "./spec";

/** The cluster that the controllers manage. */
export interface ManagedCluster {
  readonly clusterName: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
}

/** The charts of a cluster without Auto Mode, for checks; `unknown` replaces the values that AWS returns. */
export function chartPlans(aws: AwsSpec, common: ClusterSpec, unknown: pulumi.Output<string>): ChartPlan[] {
  const cluster = { clusterName: unknown, region: unknown };
  return [
    loadBalancerChart({ ...cluster, vpcId: unknown, tags: common.tags }),
    ...(hasAutoscaler(aws) ? [autoscalerChart(cluster)] : []),
    ...(hasGpus(common) ? [devicePluginChart(common)] : []),
  ];
}

/** The AWS Load Balancer Controller. Region and VPC are set, because pods cannot read them from the node's metadata. */
export const loadBalancerChart = ({
  clusterName,
  region,
  vpcId,
  tags,
}: ManagedCluster & { readonly vpcId: pulumi.Input<string>; readonly tags: ClusterSpec["tags"] }): ChartPlan => ({
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
    defaultTags: "tags",
    "serviceAccount.name": "aws",
  },
  images: (registry) => ({ image: { repository: `${registry}/eks/aws-load-balancer-controller` } }),
  protected: [
    {
      keys: ["defaultLoadBalancerScheme"],
      value: "internal",
      why: "with this value, a Service without annotations is public, although the cluster's facts say that it is internal",
    },
    {
      keys: ["controllerConfig", "featureGates", "NLBSecurityGroup"],
      value: true,
      why: "with this value, load balancers have no security group, and ranges of sources are never applied",
    },
  ],
});

/** The cluster-autoscaler. It finds node groups by their tags. */
export const autoscalerChart = ({ clusterName, region }: ManagedCluster): ChartPlan => ({
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
  images: (registry) => ({ image: { repository: `${registry}/autoscaling/cluster-autoscaler` } }),
});
