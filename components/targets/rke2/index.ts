import * as pulumi from "@pulumi/pulumi";
import { warn } from "../../shared/warn";
import type { ClusterRequest, ProvisionedCluster, Target } from "../target";
import type { Rke2ClusterArgs } from "./args";
import { claims } from "./claims";
import { installInCluster } from "./in-cluster";
import { gpuPools } from "./in-cluster/gpus";
import { createNodes, type CreatedNodes } from "./nodes";
import { fieldProblems, ruleProblems } from "./problems";
import { rke2Spec } from "./spec";
import { fingerprint } from "./ssh/host-keys";
import { written } from "./written";

/** A cluster of RKE2 on machines of one's own, over SSH. */
export const target: Target<Rke2ClusterArgs> = {
  supportedInputs: ["kubernetesVersion", "deletionProtection", "storage", "charts", "mirror", "imageRegistry"],
  fieldProblems,
  ruleProblems,
  claims,
  provision,
};

function provision(request: ClusterRequest<Rke2ClusterArgs>, parent: pulumi.ComponentResource): ProvisionedCluster {
  const { name, spec: common } = request;
  const spec = rke2Spec(request);
  for (const text of written(request.block).warnings) warn(`MlCluster "${name}"`, text);
  const nodes = createNodes(name, { spec, isProtected: common.deletionProtection }, parent);
  showRecordedKeys(name, nodes);
  const inCluster = installInCluster(name, { spec, nodes, overrides: common.overrides }, parent);

  // Workloads depend on all of these through the kubeconfig, so they are deleted before any of these.
  const parts = [...nodes.resources, ...inCluster];
  const afterParts = (value: pulumi.Input<string>): pulumi.Output<string> =>
    pulumi.all([value, pulumi.all(parts.map(({ urn }) => urn))]).apply(([known]) => known);
  return {
    kubeconfig: afterParts(nodes.kubeconfig),
    endpoint: `https://${spec.apiAddress}:6443`,
    // It lasts as long as the cluster, whichever servers it has (decision 0009).
    clusterIdentifier: nodes.id,
    clusterName: name,
    kubernetesVersion: spec.kubernetesVersion,
    storageClass: spec.storage?.className,
    loadBalancerNetwork: spec.loadBalancerNetwork,
    // RKE2 gives them no address; MetalLB of IngressLayer does.
    providesLoadBalancers: false,
    defaultExposure: spec.defaultExposure,
    gpuPools: gpuPools(spec),
    ready: afterParts(name),
  };
}

/** Says which host keys were recorded, so that they can be compared with those of the machines. With mocks of a unit test, none is. */
function showRecordedKeys(name: string, { recordedKeys }: CreatedNodes): void {
  if (recordedKeys.length === 0 || pulumi.runtime.isDryRun()) return;
  pulumi.all(recordedKeys.map(({ key }) => key)).apply((keys) => {
    const shown = keys.flatMap((key, index) =>
      key === "" ? [] : [`${recordedKeys[index]?.called ?? ""} ${fingerprint(key)}`],
    );
    if (shown.length === 0) return undefined;
    return pulumi.log.info(`MlCluster "${name}": recorded host keys of SSH: ${shown.join(", ")}`);
  });
}
