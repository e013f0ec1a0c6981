import type { GraphNode, JsonPath } from "./manifest";

/** The step that the orchestrator does itself: it sends each request to one of two children, by chance. */
export const RANDOM_AB_TEST = "RANDOM_ABTEST";

/** Steps without a server or a container. Of them, the orchestrator does `RANDOM_ABTEST` only. */
const BUILT_IN = ["SIMPLE_MODEL", "SIMPLE_ROUTER", RANDOM_AB_TEST, "AVERAGE_COMBINER"];

/** The implementation of a step that a container does; it means the same as no implementation. */
const CONTAINER = "UNKNOWN_IMPLEMENTATION";

/** Whether a step of this implementation has neither a server nor a container. */
export const isBuiltIn = (implementation: string | undefined): boolean => BUILT_IN.includes(implementation ?? "");

/** Whether a container does a step of this implementation. */
export const isContainer = (implementation: string | undefined): boolean =>
  implementation === undefined || implementation === CONTAINER;

/** Whether a step of this implementation runs on one of the operator's servers. */
export const isServer = (implementation: string | undefined): implementation is string =>
  !isContainer(implementation) && !isBuiltIn(implementation);

/** A step of a graph, as an input or in the custom resource. */
interface Node<Self> {
  readonly children?: readonly Self[];
}

/** A step and everything below it, the step first. */
export const steps = <Step extends Node<Step>>(node: Step): Step[] => [node, ...(node.children ?? []).flatMap(steps)];

/** Number of levels of steps, including this one. */
export const depth = <Step extends Node<Step>>({ children = [] }: Step): number =>
  1 + Math.max(0, ...children.map(depth));

/** A step and its path. */
export interface PathAndNode<Step = GraphNode> {
  readonly at: JsonPath;
  readonly node: Step;
}

/** A step and everything below it with their paths, the step first. */
export const stepsWithPaths = <Step extends Node<Step>>(at: JsonPath, node: Step): PathAndNode<Step>[] => [
  { at, node },
  ...(node.children ?? []).flatMap((child, index) => stepsWithPaths([...at, "children", index], child)),
];
