import type { Properties } from "../../property-values";
import { hasDevicePlugin, showGpus } from "../../cloud/in-cluster/gpus";
import { syncLoadBalancers } from "../../cloud/in-cluster/load-balancers";
import { syncVolumes } from "../../cloud/in-cluster/volumes";
import { textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { gpusOf } from "./instance-types";
import { balancerControllers } from "./load-balancers";
import { NODES } from "./nodes";

/** Plays what AWS and its controllers do about objects in the cluster, if there is one. */
export async function playControllers(cloud: AwsCloud): Promise<void> {
  const [cluster] = cloud.resources("aws:eks/cluster:Cluster");
  if (!cluster) return;
  await syncLoadBalancers(cloud, balancerControllers(cloud, cluster.inputs));
  if (hasDriver(cloud)) {
    await syncVolumes(cloud, { provisioner: "ebs.csi.aws.com", diskId: () => cloud.newId("vol") });
  }
  // NVIDIA's images for EKS carry the driver and no plugin (EKS User Guide, "Use EKS-optimized accelerated AMIs for GPU
  // instances"), so that without one no pod that wants a GPU finds a place.
  if (await hasDevicePlugin(cloud)) await showGpus(cloud, NODES, gpusOfNode);
}

const hasDriver = (cloud: AwsCloud): boolean =>
  cloud.resources("aws:eks/addon:Addon").some(({ inputs }) => textAt(inputs, "addonName") === "aws-ebs-csi-driver");

const gpusOfNode = (labels: Properties): number => gpusOf(textAt(labels, "node.kubernetes.io/instance-type"));
