import type { Properties } from "../../property-values";
import {
  annotationsOf,
  CLOUD_PROVIDER_FINALIZER,
  keyOf,
  type BalancerController,
} from "../../cloud/in-cluster/load-balancers";
import { metadataOf } from "../../cloud/in-cluster/kubernetes-api";
import { textAt } from "../../cloud/values";
import { neededNetwork } from "../compute/network";
import { ENDPOINT_GROUP, FIREWALL, type GcpCloud, type GcpLoadBalancer } from "../gcp-cloud";

/**
 * The controller of the control plane that makes load balancers. For each it makes firewall rules, and a network endpoint group for
 * an internal one (GKE documentation, "LoadBalancer Services"). It deletes them only while the cluster exists.
 */
export const balancerController = (cloud: GcpCloud, cluster: Properties): BalancerController<GcpLoadBalancer> => ({
  finalizer: CLOUD_PROVIDER_FINALIZER,
  takes: () => true,
  runs: () => Promise.resolve(true),
  make(service) {
    const network = neededNetwork(cloud, textAt(cluster, "network"));
    const uid = textAt(metadataOf(service), "uid").replaceAll("-", "");
    const isInternal = annotationsOf(service)["networking.gke.io/load-balancer-type"] === "Internal";
    const globals = `projects/${cloud.project}/global/firewalls`;
    const parts = [
      { type: FIREWALL, id: `${globals}/k8s-fw-a${uid.slice(0, 31)}` },
      { type: FIREWALL, id: `${globals}/k8s-${uid.slice(0, 16)}-node-http-hc` },
      ...(isInternal
        ? [{ type: ENDPOINT_GROUP, id: `projects/${cloud.project}/zones/neg/k8s2-${uid.slice(0, 8)}` }]
        : []),
    ];
    const inputs = { network, subnetwork: isInternal ? textAt(cluster, "subnetwork") : "" };
    for (const part of parts) cloud.add({ ...part, name: "", inputs, outputs: {}, maker: "" });
    return {
      name: `a${uid.slice(0, 31)}`,
      ip: isInternal ? "10.0.15.200" : "198.51.100.10",
      service: keyOf(service),
      scheme: isInternal ? "internal" : "internet-facing",
      network,
      parts,
    };
  },
  release(balancer) {
    for (const part of balancer?.parts ?? []) cloud.remove(part);
  },
  ingress: ({ ip }) => ({ ip }),
});
