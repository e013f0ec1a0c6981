import type * as pulumi from "@pulumi/pulumi";
import type { ClusterRequest, ProvisionedCluster, Target } from "../target";
import type { K3dClusterArgs } from "./args";
import { claims } from "./claims";
import { createCluster } from "./commands";
import { fieldProblems, ruleProblems } from "./problems";
import { k3dSpec, LOOPBACK } from "./spec";

/** A cluster of k3s in Docker containers on this machine. */
export const target: Target<K3dClusterArgs> = {
  supportedInputs: ["kubernetesVersion", "deletionProtection"],
  fieldProblems,
  ruleProblems,
  claims,
  provision,
};

function provision(request: ClusterRequest<K3dClusterArgs>, parent: pulumi.ComponentResource): ProvisionedCluster {
  const spec = k3dSpec(request);
  const isProtected = request.spec.deletionProtection;
  const { id, network, kubeconfig, ready } = createCluster(request.name, { spec, isProtected }, parent);
  return {
    kubeconfig,
    endpoint: `https://${LOOPBACK}:${String(spec.apiPort)}`,
    // It depends on the cluster alone (decision 0009).
    clusterIdentifier: id,
    clusterName: spec.name,
    kubernetesVersion: spec.kubernetesVersion,
    // The class that k3s brings: volumes are folders in the nodes' containers.
    storageClass: "local-path",
    loadBalancerNetwork: spec.subnet ?? network,
    providesLoadBalancers: spec.serviceLb,
    defaultExposure: spec.defaultExposure,
    networkId: `k3d-${spec.name}`,
    ready: ready.apply(() => spec.name),
  };
}
