import type { GraphNode } from "../manifest";
import type { JsonPath } from "./finding";

/** A step and where it stands. */
export interface Located {
  readonly at: JsonPath;
  readonly node: GraphNode;
}

/** A step and everything below it, the step first. */
export const located = (at: JsonPath, node: GraphNode): Located[] => [
  { at, node },
  ...(node.children ?? []).flatMap((child, index) => located([...at, "children", index], child)),
];
