import assert from "node:assert/strict";
import type { Run } from "../stack/run";

/** A resource as a state has it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly provider?: string;
  /** Whether it was only looked up. */
  readonly external?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** The resources of a program: neither the stack nor default providers, which the engine makes. */
export const declared = <Resource extends Pick<StateResource, "urn" | "type">>(
  resources: readonly Resource[],
): Resource[] => resources.filter(({ urn, type }) => type !== "pulumi:pulumi:Stack" && !/::default(_\d+)*$/.test(urn));

/** What a resource is, by its URN, which holds the types of its parents; secrets only as such, their ciphertexts differ. */
export const byUrn = (resources: readonly StateResource[]): Record<string, unknown> =>
  Object.fromEntries(resources.map(({ urn, parent, inputs }) => [urn, { parent, inputs: withoutCiphertexts(inputs) }]));

const withoutCiphertexts = (inputs: unknown): unknown =>
  JSON.parse(JSON.stringify(inputs ?? {}), (key, value: unknown) => (key === "ciphertext" ? "secret" : value));

/** What may only be deleted once the first has been: pairs of URNs, as the engine takes them from a state. */
export function deletionOrder(resources: readonly StateResource[]): [first: string, then: string][] {
  const urns = new Set(resources.map(({ urn }) => urn));
  return resources.flatMap(({ urn, parent, provider, dependencies = [], propertyDependencies = {} }) => {
    const needed = [parent, provider?.split("::").slice(0, -1).join("::"), ...dependencies].concat(
      Object.values(propertyDependencies).flat(),
    );
    return [...new Set(needed)]
      .filter((other): other is string => other !== undefined && urns.has(other))
      .map((other): [string, string] => [urn, other]);
  });
}

/** What was only looked up is discarded. */
const REMOVED = new Set(["delete", "discard"]);

/** Asserts that a run deleted in that order. */
export function assertDeletedInOrder({ operations }: Run, order: readonly [first: string, then: string][]): void {
  const removal = (urn: string) =>
    operations.find((step) => step.urn === urn && REMOVED.has(step.op)) ?? assert.fail(`${urn} remained`);
  const reversed = order.filter(([first, then]) => removal(first).ended >= removal(then).began);
  assert.deepEqual(reversed, []);
}
