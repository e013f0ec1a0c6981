import { type Properties, Secret, type Value, holdsSecret, isProperties } from "../property-values";

/**
 * Marks in `outputs` what is secret in `inputs`, as deep as both are objects; a list with one secret is secret as a whole.
 * The data of a Secret is always secret (kubernetes provider 4.32, annotateSecrets in pkg/provider/provider.go).
 */
export function markSecrets(outputs: Properties, inputs: Properties): Properties {
  if (outputs.kind === "Secret") {
    return mapProperties(outputs, (key, value) => (key === "data" || key === "stringData" ? secret(value) : value));
  }
  return mapProperties(outputs, (key, value) => {
    const input = inputs[key];
    if (input === undefined || value instanceof Secret) return value;
    if (isProperties(value) && isProperties(input)) return markSecrets(value, input);
    return holdsSecret(input) ? secret(value) : value;
  });
}

function secret(value: Value): Value {
  return value instanceof Secret ? value : new Secret(value);
}

function mapProperties(bag: Properties, change: (key: string, value: Value) => Value): Properties {
  return Object.fromEntries(Object.entries(bag).map(([key, value]) => [key, change(key, value)]));
}
