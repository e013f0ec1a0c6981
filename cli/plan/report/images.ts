import { withoutCredentials } from "../../../components/shared/shown";
import { isMap, type PlainValue, type PlanGraph } from "../../../recorder/graph";
import { isChart } from "../text/names";
import { isKnownText } from "../text/templates";
import { named, type ResourceName } from "./resource-name";

/** A container image that an input names. */
export interface ImageUse {
  /** The reference, or the parts of it that the input has: a chart fills in the rest. */
  readonly image: string;
  readonly resource: ResourceName;
  /** Path of the input. */
  readonly input: string;
}

type Values = Readonly<Record<string, PlainValue>>;

/**
 * The images that inputs name: a text `image`, or the map of a chart's values with registry, repository, and tag or digest. Images that a
 * chart chooses by itself are in no input.
 */
export const imagesOf = (graph: Pick<PlanGraph, "resources">): ImageUse[] =>
  graph.resources
    .filter((resource) => (resource.custom || isChart(resource)) && !resource.read)
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .flatMap((resource) =>
      imagesIn(resource.inputs.values, "").map(([input, image]) => ({ image, resource: named(resource), input })),
    );

function imagesIn(value: PlainValue, path: string): [path: string, image: string][] {
  if (Array.isArray(value)) {
    return (value as readonly PlainValue[]).flatMap((item, index) => imagesIn(item, `${path}[${String(index)}]`));
  }
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, item]): [string, string][] => {
    const at = path === "" ? key : `${path}.${key}`;
    if (!/image(_v\d)?$/i.test(key)) return imagesIn(item, at);
    if (isKnownText(item)) return item === "" ? [] : [[at, withoutCredentials(item)]];
    const reference = isMap(item) ? referenceOf(item) : "";
    return reference === "" ? imagesIn(item, at) : [[at, withoutCredentials(reference)]];
  });
}

/** `registry/repository:tag@digest`, as far as a map has them. The image of a volume is one text. */
function referenceOf(map: Values): string {
  if (isKnownText(map["reference"])) return map["reference"];
  const text = (key: string) => (isKnownText(map[key]) ? map[key] : "");
  const name = [text("registry").replace(/\/$/, ""), text("repository") || text("name")].filter((part) => part !== "");
  const [tag, digest] = [text("tag"), text("digest")];
  return name.join("/") + (tag === "" ? "" : `:${tag}`) + (digest === "" ? "" : `@${digest}`);
}
