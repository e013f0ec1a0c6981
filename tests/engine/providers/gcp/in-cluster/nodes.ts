import type { Properties } from "../../property-values";
import { addressIn, parseCidr } from "../../cloud/cidr";
import { labelsAt, taintsAt, type Pool } from "../../cloud/in-cluster/nodes";
import { flagAt, listAt, textAt } from "../../cloud/values";
import { SUBNETWORK, subnetworkId } from "../compute/subnetwork";
import { configOf, gpuTaint } from "../container/machines";
import type { GcpCloud } from "../gcp-cloud";

/** Selects every node of GKE. */
export const NODES = "cloud.google.com/gke-nodepool";

/** The nodes of a node pool with these inputs (GKE documentation, "Node labels", and labels as of Kubernetes 1.35). */
export function poolOf(cloud: GcpCloud, cluster: Properties, pool: Properties): Pool {
  const [name, config] = [textAt(pool, "name"), configOf(pool)];
  const [zones, machineType] = [listAt(pool, "nodeLocations"), textAt(config, "machineType")];
  return {
    selector: `${NODES}=${name}`,
    labels: labelsAt(config),
    taints: [...taintsAt(config), ...gpuTaint(config)],
    machine(index) {
      const zone = zones[index % zones.length] ?? "";
      const range = parseCidr(textAt(cloud.find(SUBNETWORK, subnetworkId(cloud, cluster))?.inputs, "ipCidrRange"));
      const node = `gke-${textAt(cluster, "name")}-${name}-${cloud.hash()}-${cloud.hash(4)}`;
      return {
        name: node,
        address: range ? addressIn(range, 2 + cloud.nextNode()) : "",
        providerId: `gce://${cloud.project}/${zone}/${node}`,
        region: zone.replace(/-[a-z]$/, ""),
        zone,
        instanceType: machineType,
        labels: {
          [NODES]: name,
          "cloud.google.com/machine-family": machineType.split("-")[0] ?? "",
          "iam.gke.io/gke-metadata-server-enabled": "true",
          ...(flagAt(config, "spot") && { "cloud.google.com/gke-spot": "true" }),
        },
      };
    },
  };
}
