import assert from "node:assert/strict";
import type { Registration } from "../stack/registrations";
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

type Registrations = Readonly<Record<string, Registration>>;

/**
 * What a program registers, but for dependencies: type, name, parent, provider, inputs and options; secrets only as such.
 *
 * @param standing by the URN of a provider of the program, that of the provider in whose place it is
 */
export const registered = (registrations: Registrations, standing: Readonly<Record<string, string>> = {}): object =>
  Object.fromEntries(
    Object.entries(registrations).map(([urn, registration]) => {
      const {
        dependencies: _,
        propertyDependencies,
        outputDiff: _outputs,
        inputDiff,
        provider,
        ...rest
      } = registration;
      const [properties, by] = [Object.keys(propertyDependencies ?? {}).sort(), provider?.replace(/::[^:]*$/, "")];
      const inputs = withoutCiphertexts(inputDiff?.adds);
      return [urn, { ...rest, provider: by === undefined ? by : (standing[by] ?? by), properties, inputs }];
    }),
  );

/**
 * What each resource of a program depends on that it does not in the program in TypeScript, and in turn. Other languages know a component only as a
 * whole: a dependency on it stands for everything in it, and for values that came from it.
 *
 * @param resources all of the program in TypeScript, also what it only looks up, which it does not register
 */
export function otherDependencies(
  made: Registrations,
  inTypeScript: Registrations,
  resources: readonly StateResource[],
): string[] {
  const parents = new Map(resources.map(({ urn, parent }) => [urn, parent]));
  const wholes = (urn: string | undefined): string[] => (urn === undefined ? [] : [urn, ...wholes(parents.get(urn))]);
  return Object.entries(inTypeScript).flatMap(([urn, expected]) =>
    [...needs(expected)].flatMap(([of, wanted]) => {
      const given = needs(made[urn] ?? assert.fail(urn)).get(of) ?? [];
      const missing = wanted.filter((other) => !wholes(other).some((whole) => given.includes(whole)));
      const further = given.filter((other) => !wanted.includes(other) && !isComponent(other));
      return [
        ...missing.map((other) => `${urn} ${of} lacks ${other}`),
        ...further.map((other) => `${urn} ${of} has ${other}`),
      ];
    }),
  );
}

const isComponent = (urn: string): boolean => (urn.split("::")[2]?.split("$").at(-1) ?? "").startsWith("mlplatform:");

/** The dependencies of a resource as a whole, and those of each input. */
const needs = ({ dependencies = [], propertyDependencies = {} }: Registration): Map<string, readonly string[]> =>
  new Map([
    ["itself", dependencies],
    ...Object.entries(propertyDependencies).map(([of, urns]) => [of, urns ?? []] as const),
  ]);

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
