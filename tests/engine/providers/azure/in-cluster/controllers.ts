import type { Properties } from "../../property-values";
import { objectAt } from "../../property-values";
import { hasDevicePlugin, showGpus } from "../../cloud/in-cluster/gpus";
import {
  annotationsOf,
  type BalancerController,
  CLOUD_PROVIDER_FINALIZER,
  keyOf,
  syncLoadBalancers,
} from "../../cloud/in-cluster/load-balancers";
import { metadataOf } from "../../cloud/in-cluster/kubernetes-api";
import { syncVolumes } from "../../cloud/in-cluster/volumes";
import type { CloudResource } from "../../cloud/resource-type";
import { flagAt, textAt } from "../../cloud/values";
import type { AzureCloud, AzureLoadBalancer } from "../azure-cloud";
import { CLUSTER } from "../aks/cluster-facts";
import { controlPrincipal } from "../aks/cluster-identity";
import { subnetIdsOf } from "../aks/cluster-network";
import { hasRole, ROLES } from "../identity/role-assignment";
import { NODES } from "./nodes";
import { gpusOf } from "./vm-sizes";

/** Plays what Azure's controllers do about objects in the cluster, if there is one. */
export async function playControllers(cloud: AzureCloud): Promise<void> {
  const [cluster] = cloud.resources(CLUSTER);
  if (!cluster) return;
  await syncLoadBalancers(cloud, [cloudProvider(cloud, cluster)]);
  const driver = objectAt(objectAt(cluster.inputs, "storageProfile"), "diskCSIDriver");
  if (flagAt(driver, "enabled", true)) {
    await syncVolumes(cloud, { provisioner: "disk.csi.azure.com", diskId: (volume) => volume });
  }
  // AKS installs the driver of GPUs, but no device plugin (AKS documentation, "Use GPUs for compute-intensive workloads").
  if (await hasDevicePlugin(cloud)) await showGpus(cloud, NODES, gpusOfNode);
}

const gpusOfNode = (labels: Properties): number => gpusOf(textAt(labels, "node.kubernetes.io/instance-type"));

/** The control plane's own controller (cloud-provider-azure), which runs as long as the cluster does. */
const cloudProvider = (cloud: AzureCloud, cluster: CloudResource): BalancerController<AzureLoadBalancer> => ({
  finalizer: CLOUD_PROVIDER_FINALIZER,
  takes: () => true,
  runs: () => Promise.resolve(true),
  make(service) {
    const isInternal = annotationsOf(service)["service.beta.kubernetes.io/azure-load-balancer-internal"] === "true";
    const name = `a${textAt(metadataOf(service), "uid").replaceAll("-", "")}`;
    const n = cloud.loadBalancers.size + 1;
    if (!isInternal) return { name, service: keyOf(service), scheme: "internet-facing", ip: `198.51.100.${n}` };
    const [subnetId] = subnetIdsOf(cluster.inputs);
    const principal = controlPrincipal(cloud, cluster.inputs);
    // AKS documentation, "Use an internal load balancer": the identity of the cluster needs Network Contributor for the subnet.
    const mayJoin =
      subnetId === undefined ||
      (principal !== undefined && hasRole(cloud, principal, ROLES.networkContributor, subnetId));
    if (!mayJoin) return undefined;
    return { name, service: keyOf(service), scheme: "internal", ip: `10.224.1.${n}`, subnetId };
  },
  ingress: ({ ip }) => ({ ip }),
});
