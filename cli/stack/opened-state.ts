import { SECRET_SIGNATURE, SIGNATURE } from "../../recorder/signatures";
import { resourcesOf, type ResourceRecord, type State, type StateValue } from "./state";

/** A value of a state whose secrets are open. */
export type OpenValue = null | boolean | number | string | readonly OpenValue[] | { readonly [key: string]: OpenValue };

/** A resource of a state whose secrets are open. */
export interface OpenResource extends Omit<ResourceRecord, "inputs" | "outputs"> {
  readonly inputs: Readonly<Record<string, OpenValue>>;
  readonly outputs: Readonly<Record<string, OpenValue>>;
}

/**
 * The resources of a decrypted state, and the texts that are secret: nobody may see those. The values of a chart are one secret if one of
 * them is, so texts that the state also has in plain, such as host names and versions, are not secret.
 */
export function opened(state: State): { readonly resources: readonly OpenResource[]; readonly secrets: Set<string> } {
  const secrets = new Set<string>();
  const plain = new Set<string>();
  const open = (value: StateValue, into = plain): OpenValue => {
    if (typeof value === "string") into.add(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return (value as readonly StateValue[]).map((item) => open(item, into));
    const map = value as Readonly<Record<string, StateValue>>;
    if (map[SIGNATURE] === SECRET_SIGNATURE && typeof map["plaintext"] === "string") {
      return open(JSON.parse(map["plaintext"]) as StateValue, secrets);
    }
    return Object.fromEntries(Object.entries(map).map(([key, item]) => [key, open(item, into)]));
  };
  const openAll = (values: Readonly<Record<string, StateValue>> = {}) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, open(value)]));
  const resources = resourcesOf(state).map(({ inputs, outputs, ...rest }) => ({
    ...rest,
    inputs: openAll(inputs),
    outputs: openAll(outputs),
  }));
  for (const text of plain) secrets.delete(text);
  return { resources, secrets };
}
