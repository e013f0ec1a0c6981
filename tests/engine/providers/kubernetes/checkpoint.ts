import { type Properties, type Value, isProperties, objectAt, plainProperties, stringAt } from "../property-values";
import { markSecrets } from "./secrets";

/** What the state keeps about an object besides its live form. */
export interface Checkpoint {
  inputs: Properties;
  live: Properties;
  initialApiVersion?: string;
  fieldManager?: string;
}

/** Field names with dashes, which property names cannot hold. */
const DASHED = [
  "x-kubernetes-embedded-resource",
  "x-kubernetes-int-or-string",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-list-type",
  "x-kubernetes-map-type",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-validations",
];
const TO_UNDERSCORES = new Map(DASHED.map((name) => [name, name.replaceAll("-", "_")]));
const TO_DASHES = new Map(DASHED.map((name) => [name.replaceAll("-", "_"), name]));

function renameKeys(value: Value, names: Map<string, string>): Value {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, names));
  if (!isProperties(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [names.get(key) ?? key, renameKeys(child, names)]),
  );
}

/** Inputs as a Kubernetes object: no secret wrappers, dashed names. */
export function toObject(inputs: Properties): Properties {
  return renameKeys(plainProperties(inputs), TO_DASHES) as Properties;
}

/** A Kubernetes object as properties, secret where `inputs` are. */
export function fromObject(object: Properties, inputs: Properties): Properties {
  return markSecrets(renameKeys(object, TO_UNDERSCORES) as Properties, inputs);
}

/** The outputs that go into the state (kubernetes provider 4.32, checkpointObject in pkg/provider/provider.go). */
export function writeCheckpoint(checkpoint: Checkpoint, secretsOf: Properties): Properties {
  return {
    ...fromObject(checkpoint.live, secretsOf),
    __inputs: fromObject(checkpoint.inputs, secretsOf),
    __initialApiVersion: checkpoint.initialApiVersion ?? "",
    __fieldManager: checkpoint.fieldManager ?? "",
  };
}

/** The opposite of `writeCheckpoint`. */
export function readCheckpoint(state: Properties): Checkpoint {
  const { __inputs: _inputs, __initialApiVersion: _version, __fieldManager: _manager, ...live } = toObject(state);
  return {
    inputs: toObject(objectAt(state, "__inputs")),
    live,
    initialApiVersion: stringAt(state, "__initialApiVersion"),
    fieldManager: stringAt(state, "__fieldManager"),
  };
}
