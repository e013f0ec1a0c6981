import { type Properties, type Value, UNKNOWN, isProperties } from "../property-values";
import { DEFAULTS, type Shapes } from "./shape";

/** Given inputs, with what the cloud chose where they leave it the choice; fields of objects included. */
export function filledIn(chosen: Properties, given: Properties): Properties {
  const filled: Properties = { ...chosen, ...given };
  for (const [key, value] of Object.entries(given)) {
    const other = chosen[key];
    if (isProperties(value) && isProperties(other)) filled[key] = filledIn(other, value);
  }
  return filled;
}

/** Of live inputs, those that the cloud chose and may keep when the program still leaves them out. */
export function chosenAmong(shapes: Shapes, live: Properties): Properties {
  const chosen: Properties = {};
  for (const [key, shape] of Object.entries(shapes)) {
    const value = live[key];
    if (value === undefined) continue;
    if (shape.computed) chosen[key] = value;
    else if (shape.kind === "object" && isProperties(value)) chosen[key] = chosenAmong(shape.fields, value);
  }
  return chosen;
}

/** Inputs as a preview shows them: what the cloud is going to choose is not known yet. */
export function withUnknowns(shapes: Shapes, given: Properties): Properties {
  const filled: Properties = { ...given };
  for (const [key, shape] of Object.entries(shapes)) {
    const value = given[key];
    if (value === undefined && shape.computed) filled[key] = UNKNOWN;
    else if (shape.kind === "object" && isProperties(value)) filled[key] = withUnknowns(shape.fields, value);
  }
  return filled;
}

/** The live values of those inputs that the program gives: what a refresh writes into the state. */
export function asAskedFor(asked: Properties, live: Properties): Properties {
  const entries = Object.entries(asked).map(([key, value]): [string, Value | undefined] => {
    const now = live[key];
    if (key === DEFAULTS) return [key, value];
    return [key, isProperties(value) && isProperties(now) && !isMap(value, now) ? asAskedFor(value, now) : now];
  });
  return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** Of a map, a key that somebody added is a change, and not a choice of the cloud. */
function isMap(...values: Properties[]): boolean {
  return values.every((value) => Object.values(value).every((item) => typeof item === "string"));
}
