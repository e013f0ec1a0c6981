import { isStack, type PlainValue } from "../../../recorder/graph";
import type { Deployed } from "../../helpers/deploy";

/** One thing that a program asks an engine for, wherever in the program it stands. */
export interface Made {
  readonly type: string;
  readonly name: string;
  /** Id of what is only looked up. */
  readonly id?: string;
  /** Of what is looked up there are none: only a wish to find it. */
  readonly inputs?: Readonly<Record<string, PlainValue>>;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
}

/** Everything that a program makes, sorted; components of this package are names around it and left out. */
export const madeBy = (graph: Deployed): Made[] =>
  graph.resources
    .filter((resource) => !isStack(resource) && (resource.custom || resource.remote))
    .map((resource) => {
      const { type, name, read, importId: id, protect, ignoreChanges } = resource;
      const made = { type, name, id, protect, ignoreChanges: [...ignoreChanges] };
      return read ? made : { ...made, inputs: graph.revealInputs(resource) };
    })
    .sort((one, other) => (order(one) < order(other) ? -1 : 1));

const order = ({ type, name }: Made): string => `${type} ${name}`;
