import { STACK_TYPE, type PlannedAlias, type PlannedResource } from "../../recorder/graph";

/** The parts of `urn:pulumi:<stack>::<project>::<type of the parent$type>::<name>`. */
export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** The types of all its parents and its own, joined by `$`. */
  readonly qualifiedType: string;
  readonly type: string;
  readonly name: string;
}

export function urnParts(urn: string): UrnParts {
  const [start = "", project = "", qualifiedType = "", ...name] = urn.split("::");
  const type = qualifiedType.split("$").at(-1) ?? "";
  return { stack: start.replace("urn:pulumi:", ""), project, qualifiedType, type, name: name.join("::") };
}

/**
 * By its URN now, the URN that each resource has in a state: its own, or that of one of its aliases. A resource that the
 * state does not have is absent. As the engine does it (pulumi 3.246, pkg/resource/deploy/step_generator.go, `getOldResource`,
 * `generateAliases`, `collapseAliasToUrn` and `inheritedChildAlias`): the own URN first, then its aliases in their order, then those
 * that follow from the alias of its parent.
 */
export function formerUrns(
  resources: readonly PlannedResource[],
  recorded: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  /** The former URNs of resources that were found by an alias. */
  const moved = new Map<string, string>();
  for (const resource of resources) {
    const former = [resource.urn, ...aliasUrns(resource, moved)].find((urn) => recorded.has(urn));
    if (former === undefined) continue;
    found.set(resource.urn, former);
    if (former !== resource.urn) moved.set(resource.urn, former);
  }
  return found;
}

function aliasUrns(resource: PlannedResource, moved: ReadonlyMap<string, string>): string[] {
  const { parent } = resource;
  const own = resource.aliases.map((alias) => aliasUrn(resource, alias, moved));
  const formerParent = parent === undefined ? undefined : moved.get(parent);
  if (parent === undefined || formerParent === undefined) return own;
  const inherited = [resource.urn, ...own].map((urn) => underParent(urn, urnParts(parent).name, formerParent));
  return [...own, ...inherited];
}

function aliasUrn(resource: PlannedResource, alias: PlannedAlias, moved: ReadonlyMap<string, string>): string {
  if (typeof alias.urn === "string") return alias.urn;
  const { name, type, stack, project, parenturn, noparent } = alias as Readonly<Record<string, string | boolean>>;
  const now = urnParts(resource.urn);
  const given = typeof parenturn === "string" ? (moved.get(parenturn) ?? parenturn) : resource.parent;
  const parent = noparent === true || given === undefined ? undefined : urnParts(given).qualifiedType;
  return urnOf({
    stack: textOr(stack, now.stack),
    project: textOr(project, now.project),
    parentType: parent === STACK_TYPE ? undefined : parent,
    type: textOr(type, resource.type),
    name: textOr(name, resource.name),
  });
}

const textOr = (value: string | boolean | undefined, fallback: string): string =>
  typeof value === "string" ? value : fallback;

/** The URN below the former parent; a name that begins with that of the parent begins with its former name. */
function underParent(urn: string, parentName: string, formerParent: string): string {
  const { stack, project, type, name } = urnParts(urn);
  const parent = urnParts(formerParent);
  const formerName = name.startsWith(parentName) ? `${parent.name}${name.slice(parentName.length)}` : name;
  return urnOf({ stack, project, parentType: parent.qualifiedType, type, name: formerName });
}

interface NewUrn {
  readonly stack: string;
  readonly project: string;
  readonly parentType: string | undefined;
  readonly type: string;
  readonly name: string;
}

const urnOf = ({ stack, project, parentType, type, name }: NewUrn): string =>
  `urn:pulumi:${stack}::${project}::${parentType === undefined ? "" : `${parentType}$`}${type}::${name}`;
