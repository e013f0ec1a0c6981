import type { GraphNode } from "../manifest";
import type { Place } from "./finding";

/** A step and where it stands. */
export interface Located {
  readonly at: Place;
  readonly node: GraphNode;
}

/** A step and everything below it, the step first. */
export const located = (at: Place, node: GraphNode): Located[] => [
  { at, node },
  ...(node.children ?? []).flatMap((child, index) => located([...at, "children", index], child)),
];
