import { foreignCredentialsIn } from "../../../policy/rules/no-static-keys";
import type { PlainValue, PlanGraph, PlannedResource } from "../../../recorder/graph";

/** A graph that shows its secrets when asked. */
export interface RevealingGraph extends PlanGraph {
  revealInputs(resource: PlannedResource): Readonly<Record<string, PlainValue>>;
}

/** Where a static key or token that no component made stands in the inputs of a program, secret or not: `ml kubeconfig.users[0].user.token`. */
export const staticCredentials = (graph: RevealingGraph): string[] =>
  graph.resources.flatMap((resource) => {
    const inputs = { ...resource.inputs, values: graph.revealInputs(resource) };
    return foreignCredentialsIn({ ...resource, inputs }, graph).map(({ path }) => `${resource.name} ${path}`);
  });
