import { isDeepStrictEqual } from "node:util";
import { changesOf } from "../../cli/plan/compare/changes";
import type { Plan } from "../../cli/plan/plan-program";
import { isProvider, type PlainValue, type PlannedResource } from "../../recorder/graph";
import { formerUrns, urnParts } from "../../cli/stack/former-urns";
import { releasedResource, type ReleasedResource, type ReleasedState } from "./released-state";
import { REPLACEABLE } from "./replaceable";
import { replacingPaths, type Inputs } from "./replacement";

/** How an upgrade from a release changes a stack whose config stays the same. */
export interface Difference {
  readonly type: string;
  readonly name: string;
  /** Path of an input; or `(deleted)`, `(added)`, `(provider)`, `(protect)`, `(retainOnDelete)` or `(output)`. */
  readonly path: string;
  readonly before?: PlainValue;
  readonly after?: PlainValue;
  /** What happens to the resource; absent if it is created, or changed in place. */
  readonly loss?: "deleted" | "replaced";
}

/** The differences between a released state and the plan of the same config now. */
export function differencesFrom(
  released: ReleasedState,
  { graph, outputs }: Pick<Plan, "graph" | "outputs">,
): Difference[] {
  const former = new Map(released.resources.map((resource) => [resource.urn, resource]));
  const planned = graph.resources.filter(({ read }) => !read);
  const found = formerUrns(planned, new Set(former.keys()));
  const kept = new Set(found.values());
  const isSameProvider = sameProvider(released, planned, found);
  return [
    ...released.resources.filter(({ urn }) => !kept.has(urn)).map(({ urn }) => deleted(urn)),
    ...planned.flatMap((resource) => {
      const before = former.get(found.get(resource.urn) ?? "");
      if (before === undefined) return [{ ...named(resource.urn), path: "(added)" }];
      return changed(before, resource, isSameProvider(before, resource));
    }),
    ...released.outputs
      .filter((name) => !(name in outputs.values))
      .map((before) => ({ ...named(graph.resources[0]?.urn ?? ""), path: "(output)", before })),
  ];
}

/** Whether no upgrade may do this: the resource holds data or traffic, and is deleted or replaced. */
export const isRefused = ({ type, loss }: Difference): boolean =>
  loss !== undefined && !Object.hasOwn(REPLACEABLE, type);

/** `kubernetes:core/v1:Service ingress-service spec.clusterIP`. */
export const labelOf = ({ type, name, path }: Difference): string => `${type} ${name} ${path}`;

/** What is wrong with a refused difference, and what to do. */
export function refusal(difference: Difference): string {
  const { before, after, loss } = difference;
  const what =
    loss === "deleted"
      ? "an upgrade deletes it, and it holds data or traffic. If it has another name, parent or type now, give it an alias; otherwise keep it"
      : `${shown(before)} → ${shown(after)} replaces the resource, and it holds data or traffic. Keep the former value for stacks that have it`;
  return `${labelOf(difference)}: ${what}.`;
}

/** `1 → 2`, or what an upgrade does to the whole resource. */
export function changeShown({ path, before, after }: Difference): string {
  if (path === "(added)") return "an upgrade creates it";
  if (path === "(deleted)") return "an upgrade deletes it";
  return `${shown(before)} → ${shown(after)}`;
}

const shown = (value: PlainValue | undefined): string => (value === undefined ? "absent" : JSON.stringify(value));

const named = (urn: string): Pick<Difference, "type" | "name"> => {
  const { type, name } = urnParts(urn);
  return { type, name };
};

/** A provider that is gone takes nothing with it: what happens to its resources is seen at them. */
function deleted(urn: string): Difference {
  const resource = named(urn);
  return { ...resource, path: "(deleted)", ...(isProvider(resource as PlannedResource) ? {} : { loss: "deleted" }) };
}

function changed(before: ReleasedResource, resource: PlannedResource, isSame: boolean): Difference[] {
  const after = releasedResource(resource);
  const [former, current] = [before.inputs ?? {}, after.inputs ?? {}];
  const of = named(resource.urn);
  const changes = changesOf(former, current).filter(
    ({ path }) => !resource.ignoreChanges.some((ignored) => isWithin(path, ignored)),
  );
  const replacing = changes.length === 0 ? [] : replacingIn(resource, former, current);
  const options = (["protect", "retainOnDelete"] as const).filter((option) => before[option] !== after[option]);
  return [
    ...(isSame
      ? []
      : [{ ...of, path: "(provider)", before: before.provider, after: after.provider, loss: "replaced" as const }]),
    ...options.map((option) => ({ ...of, path: `(${option})`, before: before[option], after: after[option] })),
    ...changes.map((change) => ({
      ...of,
      ...change,
      ...(replacing.some((path) => isWithin(change.path, path) || isWithin(path, change.path))
        ? { loss: "replaced" as const }
        : {}),
    })),
  ];
}

function replacingIn(resource: PlannedResource, before: Inputs, after: Inputs): readonly string[] {
  const paths = replacingPaths(resource.type);
  if (paths === undefined) {
    throw new Error(
      `tests/upgrades/replacement does not say which inputs replace a resource of the type ${resource.type}`,
    );
  }
  return [...paths(before, after), ...resource.replaceOnChanges];
}

/** Whether a path is another one or a part of it. `*` is every path. */
const isWithin = (path: string, outer: string): boolean =>
  outer === "*" || path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);

/**
 * Whether a resource has the same provider as before. If it has another one, the engine compares the inputs of both
 * (step_generator.go, `providerChanged`).
 */
function sameProvider(
  released: ReleasedState,
  planned: readonly PlannedResource[],
  found: ReadonlyMap<string, string>,
): (before: ReleasedResource, resource: PlannedResource) => boolean {
  const former = new Map(released.resources.map((resource) => [resource.urn, resource]));
  const current = new Map(planned.map((resource) => [resource.urn, resource]));
  return (before, resource) => {
    const after = releasedResource(resource).provider;
    if (before.provider === after || (after !== undefined && found.get(after) === before.provider)) return true;
    const [old, now] = [former.get(before.provider ?? ""), current.get(after ?? "")];
    if (old === undefined || now === undefined) return false;
    const [oldInputs, newInputs] = [old.inputs ?? {}, releasedResource(now).inputs ?? {}];
    const replacing = replacingIn(now, oldInputs, newInputs);
    return changesOf(oldInputs, newInputs).every(
      ({ path, ...values }) =>
        !replacing.some((key) => isWithin(path, key)) || isDeepStrictEqual(values.before, values.after),
    );
  };
}
