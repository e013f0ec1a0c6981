import type { Stack } from "@pulumi/pulumi/automation";
import { exportState, resourcesOf, type ResourceRecord } from "../recover/state";

/**
 * Learns how many nodes an autoscaler has made. The engine leaves that number alone, but an update of a pool for another
 * reason sends the recorded one along, and would delete nodes that work.
 */
export async function refreshScaled(stack: Stack): Promise<void> {
  const target = resourcesOf(await exportState(stack))
    .filter(isScaled)
    .map(({ urn }) => urn);
  if (target.length > 0) await stack.refresh({ target, color: "never" });
}

/** A part of an MlCluster in a cloud, of which the program ignores changes that others make. */
const isScaled = ({ urn, type, custom, ignoreChanges = [] }: ResourceRecord): boolean =>
  custom &&
  ignoreChanges.length > 0 &&
  !type.startsWith("kubernetes:") &&
  (urn.split("::")[2] ?? "").includes("mlplatform:index:MlCluster$");
