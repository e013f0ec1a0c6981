import { stringify } from "yaml";
import { isStack, type PlanGraph, type PlannedResource } from "../../../recorder/graph";
import { dependenciesOf } from "../../../recorder/order";
import { detailOf } from "../text/details";
import { kindOf, nameOf } from "../text/names";
import { exposureOf } from "../text/reachability";
import { placed, type PlacedPicture } from "./layout";
import { pictureOf } from "./picture";

/** What the script of the page works with. */
export interface PageData {
  readonly picture: PlacedPicture;
  readonly resources: readonly PageResource[];
}

/** What the side panel shows of a resource. */
export interface PageResource {
  readonly urn: string;
  readonly type: string;
  readonly kind: string;
  readonly name: string;
  /** Name of its component. */
  readonly parent: string;
  readonly detail: string;
  readonly marks: readonly { readonly text: string; readonly tone: "alarm" | "safe" | "quiet" }[];
  /** Places in the list of resources. */
  readonly needs: readonly number[];
  readonly neededBy: readonly number[];
  /** The inputs as YAML. */
  readonly inputs: string;
}

/** The data of the page of a plan. The graph must be without secrets, as `redactedPlan` returns it. */
export function pageData(graph: PlanGraph): PageData {
  const resources = graph.resources.filter((resource) => !isStack(resource));
  const indices = new Map(resources.map(({ urn }, index) => [urn, index]));
  const needs = resources.map((resource) =>
    dependenciesOf(resource)
      .filter((urn) => urn !== resource.parent)
      .flatMap((urn) => indices.get(urn) ?? []),
  );
  return {
    picture: placed(pictureOf(graph)),
    resources: resources.map((resource, index) => ({
      urn: resource.urn,
      type: resource.type,
      kind: kindOf(resource),
      name: nameOf(resource),
      parent: resources[indices.get(resource.parent ?? "") ?? -1]?.name ?? "",
      detail: detailOf(resource),
      marks: marksOf(resource, graph),
      needs: needs[index] ?? [],
      neededBy: needs.flatMap((needed, other) => (needed.includes(index) ? [other] : [])),
      inputs: inputsOf(resource),
    })),
  };
}

function marksOf(resource: PlannedResource, graph: PlanGraph): PageResource["marks"] {
  const { protect, retainOnDelete, read, importId, remote } = resource;
  return [
    ...exposureOf(resource, graph).map(({ text, open }) => ({ text, tone: open ? "alarm" : "quiet" }) as const),
    ...(protect ? [{ text: "protected", tone: "safe" } as const] : []),
    ...(retainOnDelete ? [{ text: "kept on destroy", tone: "safe" } as const] : []),
    ...(read ? [{ text: "looked up", tone: "quiet" } as const] : []),
    ...(!read && importId !== undefined ? [{ text: `imports ${importId}`, tone: "quiet" } as const] : []),
    ...(remote ? [{ text: "its parts are not listed", tone: "quiet" } as const] : []),
  ];
}

/** A component has arguments that no provider sees; its outputs say more. */
function inputsOf({ inputs, outputs, custom, remote }: PlannedResource): string {
  const values = custom || remote ? inputs.values : (outputs?.values ?? {});
  return Object.keys(values).length === 0 ? "" : stringify(values, { lineWidth: 0 });
}
