import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { Exposure } from "../../shared/facts";
import { installChart } from "../../shared/install-chart";
import { kubernetesSettings } from "../../shared/kubernetes-settings";
import { devicePluginChart, gpuPools, hasGpus } from "../gpus";
import type { ClusterRequest, ProvisionedCluster, Target } from "../target";
import { createAccess, createCreatorAccess } from "./access";
import type { AzureClusterArgs } from "./args";
import { createControlPlane } from "./cluster";
import { azureContext } from "./context";
import { createIdentities } from "./identities";
import { kubeconfigOf } from "./kubeconfig";
import { keepLogs } from "./logs";
import { createMaintenanceWindows } from "./maintenance";
import { useNetwork } from "./network";
import { createNodePools } from "./node-pools";
import { INTERNAL_LOAD_BALANCER } from "./operations";
import { fieldProblems, ruleProblems } from "./problems";
import { azureSpec, GPU_TYPE_LABEL, nodeTaints } from "./spec";
import { createStorageClass } from "./storage-class";

/** A cluster on Azure Kubernetes Service. */
export const target: Target<AzureClusterArgs> = {
  supportedInputs: [
    ...(["kubernetesVersion", "nodePools", "apiAccess", "admins", "viewers", "deletionProtection"] as const),
    ...(["storage", "logRetentionDays", "tags", "charts", "mirror", "imageRegistry"] as const),
  ],
  defaultNodePools: { general: { min: 3, max: 6 } },
  nodeTaints,
  fieldProblems,
  ruleProblems,
  provision,
};

function provision(request: ClusterRequest<AzureClusterArgs>, parent: pulumi.ComponentResource): ProvisionedCluster {
  const { name, block, spec: common } = request;
  const context = azureContext(request, parent);
  const azure = azureSpec(block, common);
  const network = useNetwork(name, azure, common.nodePools, context);
  const identities = createIdentities(name, network.subnetId, context);
  const earlyAccess = context.ownGroupId === undefined ? [] : [createCreatorAccess(name, context.ownGroupId, context)];
  const cluster = createControlPlane(name, { azure, common, network, identities, earlyAccess, context });
  const logs = keepLogs(name, common, cluster, context);
  const windows = createMaintenanceWindows(name, azure, cluster, context);
  const pools = createNodePools(name, { common, cluster, subnetId: network.subnetId, context });
  const access = [
    ...(earlyAccess.length > 0 ? earlyAccess : [createCreatorAccess(name, cluster.id, context)]),
    ...createAccess(name, common, cluster, context),
  ];

  const kubeconfig = kubeconfigOf(cluster, azure.login, common.apiAccess, context);
  const provider = new Provider(
    `${name}-internal`,
    { ...kubernetesSettings(), kubeconfig, clusterIdentifier: cluster.id },
    // Azure knows a new role only after some minutes, during which the pools are created.
    { parent, dependsOn: [...access, ...pools] },
  );
  const storage = createStorageClass(`${name}-storage`, azure, { parent, provider });
  const devicePlugin = hasGpus(common)
    ? [
        installChart(
          `${name}-device-plugin`,
          devicePluginChart(common, nodeTaints),
          common.overrides,
          { release: "nvidia-device-plugin", namespace: "kube-system", timeout: 600 },
          { parent, provider },
        ),
      ]
    : [];

  // Workloads depend on all of these through the kubeconfig, so they are deleted before any of these.
  const parts = [logs, ...windows, ...access, ...pools, provider, ...storage, ...devicePlugin];
  const afterParts = (value: pulumi.Output<string>): pulumi.Output<string> =>
    pulumi.all([value, pulumi.all(parts.map(({ urn }) => urn))]).apply(([known]) => known);
  return {
    kubeconfig: afterParts(kubeconfig),
    endpoint: pulumi.interpolate`https://${cluster.fqdn}`,
    // The name is unique, so the id is too. It depends on the control plane only (decision 0009).
    clusterIdentifier: cluster.id,
    clusterName: cluster.name,
    kubernetesVersion: common.kubernetesVersion ?? cluster.currentKubernetesVersion,
    region: context.location,
    storageClass: azure.storage.className,
    loadBalancerAnnotations: {},
    internalLoadBalancerAnnotations: { [INTERNAL_LOAD_BALANCER]: "true" },
    providesLoadBalancers: true,
    defaultExposure: Exposure.Public,
    gpuPools: gpuPools(common, GPU_TYPE_LABEL, nodeTaints),
    networkId: network.networkId,
    privateSubnetIds: network.subnetId.apply((id) => [id]),
    identity: pulumi
      .all([cluster.oidcIssuerProfile, context.tenantId, context.resourceGroupName])
      .apply(([profile, tenantId, resourceGroup]) => ({
        oidcIssuer: profile?.issuerURL ?? "",
        tenantId,
        resourceGroup,
      })),
    nodeIdentity: identities.nodes.id,
    ready: afterParts(cluster.name),
  };
}
