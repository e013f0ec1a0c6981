import type { Properties } from "../../property-values";
import { objectAt } from "../../property-values";
import { addressIn } from "../../cloud/cidr";
import type { NodeTaint, Pool } from "../../cloud/in-cluster/nodes";
import { listAt, textAt } from "../../cloud/values";
import type { Cluster } from "../aks/pools";
import type { AzureCloud } from "../azure-cloud";
import { rangeOf } from "../network/virtual-network";
import { gpusOf, isArm } from "./vm-sizes";

/** Selects every node of AKS. */
export const NODES = "kubernetes.azure.com/agentpool";

/** The nodes of a pool with these inputs (AKS documentation, "Use labels in an AKS cluster": reserved system labels). */
export function poolOf(cloud: AzureCloud, cluster: Cluster, name: string, inputs: Properties): Pool {
  const [vmSize, subnetId] = [textAt(inputs, "vmSize"), textAt(inputs, "vnetSubnetID")];
  const zones = listAt(inputs, "availabilityZones");
  const isSpot = textAt(inputs, "scaleSetPriority") === "Spot";
  return {
    selector: `${NODES}=${name}`,
    labels: objectAt(inputs, "nodeLabels") as Record<string, string>,
    taints: listAt(inputs, "nodeTaints").map(taintOf),
    machine(index) {
      const n = cloud.nextNode();
      const range = subnetId === "" ? undefined : rangeOf(cloud, subnetId);
      const scaleSet = `aks-${name}-12345678-vmss`;
      const zone = zones[index % zones.length];
      return {
        name: scaleSet + n.toString(36).padStart(6, "0"),
        address: range ? addressIn(range, 4 + n) : `10.224.0.${4 + n}`,
        providerId: `azure://${cluster.id.split("/providers/")[0] ?? ""}/providers/Microsoft.Compute/virtualMachineScaleSets/${scaleSet}/virtualMachines/${n}`,
        region: cluster.location,
        zone: zone === undefined ? "0" : `${cluster.location}-${zone}`,
        instanceType: vmSize,
        arch: isArm(vmSize) ? "arm64" : "amd64",
        labels: {
          agentpool: name,
          [NODES]: name,
          "kubernetes.azure.com/cluster": cluster.nodeResourceGroup,
          "kubernetes.azure.com/mode": textAt(inputs, "mode").toLowerCase(),
          "kubernetes.azure.com/role": "agent",
          ...(isSpot && { "kubernetes.azure.com/scalesetpriority": "spot" }),
          ...(gpusOf(vmSize) > 0 && { "kubernetes.azure.com/accelerator": "nvidia" }),
        },
      };
    },
  };
}

/** `key=value:effect`. */
function taintOf(text: string): NodeTaint {
  const [pair = "", effect = ""] = text.split(":");
  const [key = "", value = ""] = pair.split("=");
  return { key, value, effect };
}
