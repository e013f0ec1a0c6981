import type { PlainValue, PlannedResource } from "../../../recorder/graph";
import type { PlanFile } from "../plan-file";
import type { Range } from "../report/cost";
import type { PlanReport } from "../report/report";
import { labelled, named, type ResourceName } from "../report/resource-name";
import { countRange, moneyRange } from "../tables/money";
import { changesOf, type Change } from "./changes";

/** How a plan differs from an earlier one. */
export interface PlanDifference {
  /** Project and stack of both. */
  readonly before: PlanId;
  readonly after: PlanId;
  readonly added: readonly ResourceName[];
  readonly removed: readonly ResourceName[];
  readonly changed: readonly ChangedResource[];
  /** What was added to and removed from each part of the report: one text for each line. */
  readonly charts: Lines;
  readonly images: Lines;
  readonly permissions: Lines;
  readonly exposure: Lines;
  readonly destroy: Lines;
  readonly cost: { readonly before: Range; readonly after: Range } & Lines;
}

interface PlanId {
  readonly project: string;
  readonly stack: string;
}

/** A resource that both plans have, with the inputs and options that differ. */
export interface ChangedResource {
  readonly resource: ResourceName;
  readonly changes: readonly Change[];
}

/** Texts that only one of two plans has. */
export interface Lines {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Compares two plans. Resources are the same if their types, with those of their parents, and their names are: project and stack may differ.
 * Secrets are hidden in both plans, so that a change of one is not seen.
 */
export function difference(before: PlanFile, after: PlanFile): PlanDifference {
  const [old, current] = [byIdentity(before), byIdentity(after)];
  const only = (one: ReadonlyMap<string, PlannedResource>, other: ReadonlyMap<string, PlannedResource>) =>
    [...one].filter(([key]) => !other.has(key)).map(([, resource]) => named(resource));
  const changed = [...current].flatMap(([key, resource]) => {
    const former = old.get(key);
    const changes = former === undefined ? [] : changesOf(comparable(former), comparable(resource));
    return changes.length === 0 ? [] : [{ resource: named(resource), changes }];
  });
  const lines = (of: (report: PlanReport) => readonly string[]) => linesOf(of(before.report), of(after.report));
  return {
    before: { project: before.project, stack: before.stack },
    after: { project: after.project, stack: after.stack },
    added: only(current, old),
    removed: only(old, current),
    changed,
    charts: lines(({ charts }) =>
      charts.map(({ chart, version, repository, release, namespace }) =>
        [`${namespace}/${release}`, chart, version, repository && `from ${repository}`].filter(Boolean).join(" "),
      ),
    ),
    images: lines(({ images }) => images.map(({ image, resource }) => `${image} of ${labelled(resource)}`)),
    permissions: lines(({ permissions }) =>
      permissions.map(({ resource, to, may, on, denied }) =>
        [`${to}: ${denied ? "not " : ""}${may}`, on && `on ${on}`, `(${labelled(resource)})`].filter(Boolean).join(" "),
      ),
    ),
    exposure: lines(({ exposure }) =>
      exposure.map(({ resource, who, open }) => `${labelled(resource)}: ${who}${open ? " (open)" : ""}`),
    ),
    destroy: lines(({ destroy }) => [
      ...destroy.protected.map((resource) => `${labelled(resource)} is protected`),
      ...destroy.kept.map((resource) => `${labelled(resource)} is kept on destroy`),
    ]),
    cost: {
      before: before.report.cost.total,
      after: after.report.cost.total,
      ...lines(({ cost }) =>
        cost.items.map(
          ({ resource, what, count, monthly }) =>
            `${labelled(resource)}: ${countRange(count)} × ${what}, ${moneyRange(monthly)}`,
        ),
      ),
    },
  };
}

/** Whether two plans are the same, as far as a difference shows. */
export const isEmpty = ({ added, removed, changed, before, after, cost, ...parts }: PlanDifference): boolean =>
  added.length + removed.length + changed.length === 0 &&
  [cost, ...Object.values(parts)].every((lines) => lines.added.length + lines.removed.length === 0);

function byIdentity({ resources }: PlanFile): Map<string, PlannedResource> {
  const inPlan = resources.filter(({ type }) => type !== "pulumi:pulumi:Stack");
  return new Map(inPlan.map((resource) => [resource.urn.split("::").slice(2).join("::"), resource]));
}

/** What of a resource is compared: its inputs, and the options that decide what happens to it. */
const comparable = ({ inputs, custom, read, protect, retainOnDelete, importId, ...options }: PlannedResource) =>
  ({
    ...(custom ? inputs.values : {}),
    ...(read ? { "(looked up)": true } : {}),
    ...(protect ? { "(protected)": true } : {}),
    ...(retainOnDelete ? { "(kept on destroy)": true } : {}),
    ...(importId === undefined ? {} : { "(imports)": importId }),
    ...(options.ignoreChanges.length === 0 ? {} : { "(ignored changes)": options.ignoreChanges }),
  }) as Readonly<Record<string, PlainValue>>;

/** Equal texts count as often as they occur. */
function linesOf(before: readonly string[], after: readonly string[]): Lines {
  const without = (texts: readonly string[], others: readonly string[]) => {
    const left = [...others];
    return texts.filter((text) => {
      const at = left.indexOf(text);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  return { added: without(after, before), removed: without(before, after) };
}
