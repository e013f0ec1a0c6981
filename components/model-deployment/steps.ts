/** Steps that the orchestrator does itself, without server or container. */
const BUILT_IN = ["SIMPLE_MODEL", "SIMPLE_ROUTER", "RANDOM_ABTEST", "AVERAGE_COMBINER"];

/** The word for a step that a container does, which is what no word means too. */
const CONTAINER = "UNKNOWN_IMPLEMENTATION";

/** Whether the orchestrator does such a step itself. */
export const isBuiltIn = (implementation: string | undefined): boolean => BUILT_IN.includes(implementation ?? "");

/** Whether such a step runs on one of the operator's servers. */
export const isServer = (implementation: string | undefined): implementation is string =>
  implementation !== undefined && implementation !== CONTAINER && !isBuiltIn(implementation);

/** What steps are made of, be it as inputs or in the custom resource. */
interface Node<Self> {
  readonly children?: readonly Self[];
}

/** A step and everything below it, the step first. */
export const steps = <Step extends Node<Step>>(node: Step): Step[] => [node, ...(node.children ?? []).flatMap(steps)];

/** How many steps stand below one another, this one included. */
export const depth = <Step extends Node<Step>>({ children = [] }: Step): number =>
  1 + Math.max(0, ...children.map(depth));
