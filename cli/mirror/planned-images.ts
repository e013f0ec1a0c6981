import { readFileSync } from "node:fs";
import { imageReference } from "../../components/shared/image-reference";
import { shown } from "../../components/shared/shown";
import type { PlanGraph, PlannedResource } from "../../recorder/graph";
import { imagesOf } from "../plan/report/images";
import { isChart, labelOf } from "../plan/text/names";
import { UserError } from "../user-error";

/** Images, and what may name further ones that only an update knows. */
export interface FoundImages {
  readonly images: readonly string[];
  /** As the subject of a sentence. */
  readonly unknown: readonly string[];
}

/** The images that objects of a plan name, other than Helm releases. */
export function imagesOfObjects(graph: PlanGraph): FoundImages {
  const resources = graph.resources.filter((resource) => !isChart(resource));
  const ofKubernetes = resources.filter(({ read, type }) => !read && type.startsWith("kubernetes:"));
  const unknown = ofKubernetes.flatMap((resource) => {
    const label = labelOf(resource);
    if (!resource.custom) return hasChildren(resource, graph) ? [] : [`what ${label} creates`];
    const paths = resource.inputs.unknowns.filter((path) => /(^|\.)image$/i.test(path));
    return paths.map((path) => `the image in ${path} of ${label}`);
  });
  const images = imagesOf({ ...graph, resources }).map(({ image }) => image);
  return { images: images.filter((image) => imageReference(image) === undefined), unknown };
}

/** A plan has no children of a component that the provider constructs, such as a `ConfigFile`. */
const hasChildren = ({ urn }: PlannedResource, { resources }: PlanGraph): boolean =>
  resources.some(({ parent }) => parent === urn);

/** Images that a file names, one on each line, such as the list of a release of Rancher. Empty lines and comments (#) are none. */
export function imagesInFile(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`--images ${file}: cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  }
  const lines = text.split("\n").map((line) => line.trim());
  return lines.flatMap((line, index) => {
    if (line === "" || line.startsWith("#")) return [];
    const problem = imageReference(line);
    if (problem === undefined) return [line];
    throw new UserError(`--images ${file}, line ${String(index + 1)}: ${shown(line)} ${problem}.`);
  });
}
