import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { installChart, type ChartPlan } from "../../shared/install-chart";
import type { ClusterSpec } from "../common-spec";
import { devicePluginChart, hasGpus } from "../gpus";
import type { ControlPlane } from "./cluster";
import type { AwsContext } from "./context";
import { associate, createPodRole, type Permissions } from "./iam-roles";
import type { Network } from "./network";
import { clusterAutoscalerPolicy } from "./policies/cluster-autoscaler";
import { loadBalancerControllerPolicy } from "./policies/load-balancer-controller";
import { hasAutoscaler, type AwsSpec } from "./spec";
import { autoscalerChart, loadBalancerChart } from "./values";

/** What the objects inside the cluster are created from. */
export interface InClusterRequest {
  readonly aws: AwsSpec;
  readonly common: ClusterSpec;
  readonly cluster: ControlPlane;
  readonly network: Network;
  readonly context: AwsContext;
  /** Reaches the cluster. It depends on control plane, access and connectivity only. */
  readonly provider: kubernetes.Provider;
}

/** What the charts depend on. */
export interface ChartDependencies {
  readonly pools: readonly pulumi.Resource[];
  /** The add-ons that create a Service of their own. */
  readonly addOnsWithService: readonly pulumi.Resource[];
  readonly diskDriver: pulumi.Resource;
}

/** Installs the charts of a cluster without Auto Mode. */
export function installCharts(
  name: string,
  request: InClusterRequest,
  { pools, addOnsWithService, diskDriver }: ChartDependencies,
): pulumi.Resource[] {
  const { aws, common, cluster, network, context } = request;
  const target = { clusterName: cluster.name, region: context.region };

  // From the moment that its webhook exists, every new Service is refused until the controller answers (failurePolicy: Fail).
  // EKS does not create an add-on again whose Service was refused (AdmissionRequestDenied), so those add-ons come first.
  const loadBalancers = install(
    `${name}-load-balancers`,
    loadBalancerChart({ ...target, vpcId: network.vpcId, tags: common.tags }),
    request,
    [
      ...pools,
      ...addOnsWithService,
      roleFor(`${name}-load-balancers`, "aws-load-balancer-controller", request, {
        inline: context.partition.apply(loadBalancerControllerPolicy),
      }),
    ],
  );
  // The driver was created while the load-balancer controller started. On destroy it stays until the autoscaler is gone, so it
  // has that time to delete the disks of claims that were just deleted.
  const beforeAutoscaler = [loadBalancers, diskDriver];
  return [
    loadBalancers,
    ...(hasAutoscaler(aws) ? [installAutoscaler(`${name}-autoscaler`, request, beforeAutoscaler)] : []),
    // The device plugin has no Service and talks to the API server only, so it needs just the nodes.
    ...(hasGpus(common) ? [install(`${name}-device-plugin`, devicePluginChart(common), request, pools)] : []),
  ];
}

/** The autoscaler has a Service, so it waits until the webhook of the load-balancer controller answers. */
function installAutoscaler(
  name: string,
  request: InClusterRequest,
  dependsOn: readonly pulumi.Resource[],
): pulumi.Resource {
  const { cluster, context } = request;
  const { partition, region } = context;
  const inline = pulumi
    .all([partition, region, cluster.name])
    .apply(([partition, region, clusterName]) => clusterAutoscalerPolicy({ partition, region, clusterName }));
  return install(name, autoscalerChart({ clusterName: cluster.name, region }), request, [
    ...dependsOn,
    roleFor(name, "cluster-autoscaler", request, { inline }),
  ]);
}

const NAMESPACE = "kube-system";

const install = (
  name: string,
  plan: ChartPlan,
  { common, context, provider }: InClusterRequest,
  dependsOn: readonly pulumi.Resource[],
): kubernetes.helm.v3.Release =>
  installChart(
    name,
    plan,
    common.overrides,
    { release: plan.name, namespace: NAMESPACE, timeout: 600 },
    { parent: context.opts.parent, provider, dependsOn: [...dependsOn] },
  );

/** Gives a role to the service account of a chart. The chart must depend on it, because pods get the role when they start. */
function roleFor(
  name: string,
  serviceAccount: string,
  { cluster, context }: InClusterRequest,
  permissions: Permissions,
): pulumi.Resource {
  const account = { namespace: NAMESPACE, name: serviceAccount };
  const role = createPodRole(name, account, permissions, cluster, context);
  return associate(name, account, role, cluster, context);
}
