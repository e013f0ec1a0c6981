import { type Properties, Secret, UNKNOWN, type Value, Unknown, isProperties, objectAt } from "../../property-values";
import { markSecrets } from "../secrets";
import type { ReleaseInputs, ReleaseOutputs } from "./inputs";

/** The outputs that go into the state. The inputs lie among them, encrypted, for later diffs (kubernetes provider 4.32, checkpointRelease). */
export function releaseState(
  inputs: Properties,
  release: ReleaseInputs,
  outputs: ReleaseOutputs | "unknown",
): Properties {
  const computed: Properties =
    outputs === "unknown"
      ? { resourceNames: UNKNOWN, status: UNKNOWN }
      : { resourceNames: outputs.resourceNames, status: outputs.status };
  const state = { ...release.toProperties(), __inputs: new Secret(inputs) };
  return { ...markSecrets(markUnknowns(state, inputs), inputs), ...computed };
}

/** The inputs in a release's state, or undefined where there is none. */
export function inputsInState(state: Properties): Properties | undefined {
  const { __inputs: stored } = state;
  if (stored === undefined) return undefined;
  return stored instanceof Secret ? objectAt({ stored: stored.value }, "stored") : objectAt(state, "__inputs");
}

/** Puts back the unknowns that reading a release took out. */
export function markUnknowns(outputs: Properties, inputs: Properties): Properties {
  const marked: Properties = { ...outputs };
  for (const [key, input] of Object.entries(inputs)) {
    if (key in marked || revealed(input) instanceof Unknown) marked[key] = markUnknown(marked[key] ?? null, input);
  }
  return marked;
}

function revealed(value: Value): Value {
  return value instanceof Secret ? revealed(value.value) : value;
}

function markUnknown(output: Value, input: Value): Value {
  const known = revealed(input);
  if (known instanceof Unknown) return UNKNOWN;
  if (isProperties(output) && isProperties(known)) return markUnknowns(output, known);
  if (Array.isArray(output) && Array.isArray(known))
    return output.map((item, index) => markUnknown(item, known[index] ?? null));
  return output;
}
