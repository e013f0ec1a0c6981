import { label, type ResourceRecord } from "../stack/state";

const NAMESPACE = "kubernetes:core/v1:Namespace";

/** The namespaces of a cluster that hold what a destroy keeps, with the component or the object that keeps it. */
export function keptNamespaces(resources: readonly ResourceRecord[]): Map<string, string> {
  return new Map(
    resources.filter(isKept).flatMap((kept) => {
      const namespace = kept.type === NAMESPACE ? nameOf(kept) : namespaceOf(kept);
      return namespace === undefined ? [] : [[namespace, keeperOf(kept)]];
    }),
  );
}

/** An object that a destroy is to keep, in a namespace that the same destroy deletes with everything in it. */
export interface LostObject {
  /** `Secret shop/password`. */
  readonly object: string;
  /** The component that keeps it, or the object itself. */
  readonly keeper: string;
  /** The resource of the namespace: `Namespace shop`. */
  readonly namespace: string;
}

/** The objects of a cluster that a destroy is to keep although it deletes their namespaces. */
export function lostWithNamespaces(resources: readonly ResourceRecord[]): LostObject[] {
  const deleted = resources.filter(
    (resource) => resource.type === NAMESPACE && isManaged(resource) && !isKept(resource),
  );
  return resources.filter(isKept).flatMap((kept) => {
    const namespace = deleted.find((one) => nameOf(one) === namespaceOf(kept));
    if (namespace === undefined) return [];
    const kind = kept.type.split(":").at(-1) ?? kept.type;
    const object = `${kind} ${namespaceOf(kept) ?? ""}/${nameOf(kept) ?? ""}`;
    return [{ object, keeper: keeperOf(kept), namespace: label(namespace) }];
  });
}

/** Whether the stack deletes or keeps it, rather than only reading it. */
const isManaged = ({ type, custom, external }: ResourceRecord): boolean =>
  custom && external !== true && type.startsWith("kubernetes:");

const isKept = (resource: ResourceRecord): boolean => isManaged(resource) && resource.retainOnDelete === true;

/** The component that created a resource, or the resource itself if the program did. */
function keeperOf(resource: ResourceRecord): string {
  const urn = resource.parent ?? "";
  const type = urn.split("::")[2]?.split("$").at(-1);
  return type === undefined || type === "pulumi:pulumi:Stack" ? label(resource) : label({ urn, type });
}

/** The id of an object is `<namespace>/<name>` or `<name>`. While it is being created, only its inputs say that. */
function nameOf({ id, inputs = {} }: ResourceRecord): string | undefined {
  return id?.split("/").at(-1) ?? text((inputs["metadata"] as Metadata)?.name) ?? text(inputs["name"]);
}

function namespaceOf({ id, inputs = {} }: ResourceRecord): string | undefined {
  if (id !== undefined) return id.includes("/") ? id.split("/")[0] : undefined;
  return text((inputs["metadata"] as Metadata)?.namespace) ?? text(inputs["namespace"]);
}

type Metadata = { readonly name?: unknown; readonly namespace?: unknown } | undefined;

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
