import type { Stack } from "@pulumi/pulumi/automation";
import { allOperations } from "../../components/targets/operations";
import { isInMlCluster, label, resourcesOf, type State } from "../stack/state";

/**
 * Refreshes the number of nodes that an autoscaler has set. The engine ignores changes of that number, but an update of the
 * node pool for another reason sends the recorded number, and would delete nodes that are in use.
 */
export async function refreshAutoscaled(stack: Stack, state: State, print: (line: string) => void): Promise<void> {
  const inputs = allOperations().flatMap(({ autoscaledInputs = [] }) => autoscaledInputs);
  const isAutoscaled = (path: string) => inputs.some((input) => path.startsWith(input));
  const pools = resourcesOf(state).filter(
    (resource) => isInMlCluster(resource) && resource.ignoreChanges?.some(isAutoscaled),
  );
  if (pools.length === 0) return;
  try {
    await stack.refresh({ target: pools.map(({ urn }) => urn), color: "never" });
  } catch (error) {
    if ((error as Error).name === "ConcurrentUpdateError") throw error;
    // A refresh uses the credentials of the last run. They may have expired, and the update brings new ones.
    print(
      `warning: cannot read the number of nodes of ${pools.map(label).join(", ")}: if the update changes one of them, it ` +
        "sets the number of nodes back to the number in the state. To avoid this, run pulumi refresh first.",
    );
  }
}
