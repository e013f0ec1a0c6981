import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { Exposure } from "../../shared/facts";
import { kubernetesSettings } from "../../shared/kubernetes-settings";
import { gpuPools } from "../gpus";
import type { ClusterRequest, ProvisionedCluster, Target } from "../target";
import { createAccess } from "./access";
import { enableApis } from "./apis";
import type { GcpClusterArgs } from "./args";
import { createControlPlane } from "./cluster";
import { gcpContext, locationOf } from "./context";
import { kubeconfigOf } from "./kubeconfig";
import { useNetwork } from "./network";
import { createNodeAccount } from "./node-account";
import { createNodePools } from "./node-pools";
import { INTERNAL_TYPE, LOAD_BALANCER_TYPE } from "./operations";
import { fieldProblems, ruleProblems } from "./problems";
import { gcpSpec, GPU_TYPE_LABEL, nodeTaints } from "./spec";
import { createStorageClass } from "./storage-class";

/** A cluster on Google Kubernetes Engine. */
export const target: Target<GcpClusterArgs> = {
  supportedInputs: [
    ...(["kubernetesVersion", "nodePools", "apiAccess", "admins", "viewers", "deletionProtection"] as const),
    ...(["storage", "tags"] as const),
  ],
  defaultNodePools: { general: { min: 3, max: 6 } },
  nodeTaints,
  fieldProblems,
  ruleProblems,
  provision,
};

function provision(request: ClusterRequest<GcpClusterArgs>, parent: pulumi.ComponentResource): ProvisionedCluster {
  const { name, block, spec: common, opts } = request;
  const context = gcpContext(request, parent);
  const gcp = gcpSpec(request, locationOf(block, opts));
  const enabled = gcp.enableApis ? enableApis(name, context) : [];
  const network = useNetwork(name, gcp, context, { enabled, dependsOn: opts?.dependsOn });
  const nodes = createNodeAccount(name, context, enabled);
  const { resource: cluster, endpoint } = createControlPlane(name, { gcp, common, network, nodes, context, enabled });
  const pools = createNodePools(name, { gcp, common, cluster, nodes, context, dependsOn: network.connectivity });

  const kubeconfig = kubeconfigOf(cluster.name, endpoint);
  const provider = new Provider(
    `${name}-internal`,
    { ...kubernetesSettings(), kubeconfig, clusterIdentifier: cluster.id },
    { parent, dependsOn: [...network.connectivity] },
  );
  const inCluster = { parent, provider };
  const access = createAccess(name, common, context, inCluster);
  const storage = createStorageClass(`${name}-storage`, gcp, inCluster);

  // Workloads depend on all of these through the kubeconfig, so they are deleted before any of these.
  const parts = [...network.connectivity, ...pools, provider, ...access, ...storage];
  const afterParts = (value: pulumi.Output<string>): pulumi.Output<string> =>
    pulumi.all([value, pulumi.all(parts.map(({ urn }) => urn))]).apply(([known]) => known);
  return {
    kubeconfig: afterParts(kubeconfig),
    endpoint: endpoint.url,
    // The name is unique, so the id is too. It depends on the control plane only (decision 0009).
    clusterIdentifier: cluster.id,
    clusterName: cluster.name,
    kubernetesVersion: common.kubernetesVersion ?? cluster.masterVersion,
    region: gcp.region,
    storageClass: gcp.storage.className,
    loadBalancerAnnotations: {},
    internalLoadBalancerAnnotations: { [LOAD_BALANCER_TYPE]: INTERNAL_TYPE },
    providesLoadBalancers: true,
    defaultExposure: Exposure.Public,
    // Autopilot creates nodes for what pods ask for.
    ...(gcp.isAutopilot ? {} : { gpuPools: gpuPools(common, GPU_TYPE_LABEL, nodeTaints) }),
    networkId: network.network,
    privateSubnetIds: pulumi.output(network.subnetwork).apply((subnetwork) => [subnetwork]),
    identity: pulumi
      .all([cluster.id, context.project, context.projectNumber])
      .apply(([id, project, projectNumber]) => ({
        oidcIssuer: `https://container.googleapis.com/v1/${id}`,
        project,
        projectNumber,
        pool: `${project}.svc.id.goog`,
      })),
    nodeIdentity: nodes.email,
    ready: afterParts(cluster.name),
  };
}
