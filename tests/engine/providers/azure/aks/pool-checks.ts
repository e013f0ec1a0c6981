import type { Properties } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { flagAt, listAt, numberAt, textAt } from "../../cloud/values";
import type { AzureCloud } from "../azure-cloud";
import { gpusOf, hasOneCpu } from "../in-cluster/vm-sizes";
import { rangeOf } from "../network/virtual-network";

/** AKS documentation, "Resource naming rules": `^[a-z][a-z0-9]{0,11}$` for Linux. */
export function poolNameRule(name: string): string | undefined {
  if (/^[a-z][a-z0-9]{0,11}$/.test(name)) return undefined;
  return `the name ${JSON.stringify(name)} is invalid: write 1 to 12 lower-case letters and digits, a letter first`;
}

/** Whether a pool has spot machines. */
export const isSpot = (pool: Properties): boolean => textAt(pool, "scaleSetPriority") === "Spot";

/**
 * Refuses a pool beside these others (AKS documentation: "Manage system node pools", limitations; "Add an Azure Spot node pool",
 * limitations; "Use the cluster autoscaler").
 */
export function checkPool(pool: Properties, others: readonly Properties[]): void {
  checkSize(pool);
  checkMachines(pool);
  const hasSubnet = (one: Properties) => textAt(one, "vnetSubnetID") !== "";
  if (others.some((other) => hasSubnet(other) !== hasSubnet(pool))) {
    refuse("All agent pools of a cluster must have a subnet, or none.");
  }
}

function checkSize(pool: Properties): void {
  const { count, minCount: min, maxCount: max } = pool;
  if (!flagAt(pool, "enableAutoScaling")) {
    if (typeof min === "number" || typeof max === "number") {
      refuse("minCount and maxCount must not be set while enableAutoScaling is false.");
    }
  } else if (typeof min !== "number" || typeof max !== "number") {
    refuse("minCount and maxCount are required when enableAutoScaling is true.");
  } else if (min > max) {
    refuse(`minCount ${min} must not be more than maxCount ${max}.`);
  }
  if (isSystem(pool) && (min === 0 || count === 0)) refuse("A system node pool must have at least one node.");
}

/** Refuses a new pool that begins outside of the autoscaler's bounds. */
export function checkFirstSize(pool: Properties): void {
  const { count } = pool;
  if (typeof count !== "number" || !flagAt(pool, "enableAutoScaling")) return;
  const [min, max] = [numberAt(pool, "minCount"), numberAt(pool, "maxCount")];
  if (count >= min && count <= max) return;
  refuse(`count ${count} must be between minCount ${min} and maxCount ${max} while the autoscaler is enabled.`);
}

const isSystem = (pool: Properties): boolean => textAt(pool, "mode") === "System";

function checkMachines(pool: Properties): void {
  const vmSize = textAt(pool, "vmSize");
  if (!/^Standard_[A-Z][A-Za-z0-9_-]+$/.test(vmSize)) {
    const reason = `The VM size of ${JSON.stringify(vmSize)} is not allowed in your subscription in this location.`;
    refuse(reason, "VMSizeNotSupported");
  }
  // AKS documentation, "Restricted VM sizes".
  if (hasOneCpu(vmSize)) refuse(`The VM size of ${vmSize} has less than 2 vCPUs.`, "VMSizeNotSupported");
  if (isSystem(pool) && isSpot(pool)) refuse("A system node pool cannot be a spot node pool.");
  if (isSystem(pool) && vmSize.startsWith("Standard_B")) {
    refuse("B series VMs are not supported for system node pools.");
  }
  if (!isSpot(pool) && pool.scaleSetEvictionPolicy !== undefined) {
    refuse("scaleSetEvictionPolicy is only for spot node pools.");
  }
  if (pool.gpuProfile !== undefined && gpusOf(vmSize) === 0) {
    refuse(`${vmSize} has no GPU, so gpuProfile must not be set.`);
  }
  for (const taint of listAt(pool, "nodeTaints")) {
    const isTaint = /^[\w./-]+=[\w.-]*:(NoSchedule|PreferNoSchedule|NoExecute)$/.test(taint);
    if (!isTaint) refuse(`${JSON.stringify(taint)} is not a taint.`);
  }
}

/**
 * With an overlay network each node takes one address, and each pool one more while it is upgraded (AKS documentation, "Azure CNI
 * Overlay networking", IP address planning).
 */
export function checkAddresses(cloud: AzureCloud, pool: Properties, others: readonly Properties[]): void {
  const subnetId = textAt(pool, "vnetSubnetID");
  if (subnetId === "") return;
  const size = rangeOf(cloud, subnetId)?.size ?? 0;
  const nodes = [...others, pool]
    .filter((one) => textAt(one, "vnetSubnetID") === subnetId)
    .reduce((sum, one) => sum + numberAt(one, "count") + 1, 0);
  if (nodes > size - 5) {
    const reason = `Pre-allocated IPs ${nodes} exceeds IPs available ${size - 5} in Subnet ${subnetId}.`;
    refuse(reason, "InsufficientSubnetSize");
  }
}

function refuse(reason: string, code = "InvalidParameter"): never {
  throw new ApiError(code, reason);
}
