import type { Stack } from "@pulumi/pulumi/automation";
import { exportState, isInMlCluster, resourcesOf, shown, type ResourceRecord } from "../recover/state";

/**
 * Learns how many nodes an autoscaler has made. The engine leaves that number alone, but an update of a pool for another
 * reason sends the recorded one along, and would delete nodes that work.
 */
export async function refreshScaled(stack: Stack, say: (line: string) => void): Promise<void> {
  const pools = resourcesOf(await exportState(stack)).filter(isScaled);
  if (pools.length === 0) return;
  try {
    await stack.refresh({ target: pools.map(({ urn }) => urn), color: "never" });
  } catch (error) {
    if ((error as Error).name === "ConcurrentUpdateError") throw error;
    // A refresh logs in as the last run did, and it is the update that brings newer credentials.
    say(
      `warning: cannot look at the number of nodes of ${pools.map(shown).join(", ")}: where the update changes one of ` +
        "them, it gets the number of nodes that the stack last saw. Run pulumi refresh first if that matters.",
    );
  }
}

/** A node pool of an MlCluster that somebody else scales. */
const isScaled = ({ urn, ignoreChanges = [] }: ResourceRecord): boolean =>
  ignoreChanges.some((path) => path.startsWith("scalingConfig")) && isInMlCluster({ urn });
