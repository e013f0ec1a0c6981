import type { PlainValue } from "../../../recorder/graph";

/** The inputs of a resource, as a plan shows them. */
export type Inputs = Readonly<Record<string, PlainValue>>;

/** The paths of inputs of which a change between these replaces the resource. A part of such a path counts, too. */
export type ReplacingPaths = (before: Inputs, after: Inputs) => readonly string[];
