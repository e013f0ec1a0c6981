import { isHidden } from "../../recorder/graph";
import { imagesOf, type ImageUse } from "../../cli/plan/report/images";
import { hasChartValues } from "../../cli/plan/text/names";
import { placesIn, type Place } from "../inputs";
import { unknown, violation, type Finding, type Rule } from "../rule";

/** Inputs of Kubernetes that name an image, or hold the pods that do. */
const HOLDS_IMAGES = /(^|\.)(spec|template|values|([a-z]*[iI]mage)|((initC|c)ontainers(\[\d+\])?))$/;

/** Kinds whose data is for programs in pods: a key of it that is called image names none that Kubernetes pulls. */
const HOLDS_TEXTS = /^kubernetes:core\/v1:(ConfigMap|Secret)(Patch)?$/;

/** The image of a container that a chart's values hold as a whole, to which no chart adds a tag. */
const OF_CONTAINER = /containers\[\d+\]\.image$/i;

/** The part of an image in a chart's values that pins it. */
const PINS_IMAGE = /(^|\.)([a-z]*[iI]mage)\.(tag|digest)$/;

/** Images are pinned. */
export const rule: Rule = {
  name: "pinned-images",
  description: "Every container image that an input names has a tag other than latest, or a digest.",
  level: "mandatory",
  needs: "resource",
  options: { allow: [], requireDigest: false },
  check(resource, _stack, { requireDigest }) {
    if (!resource.type.startsWith("kubernetes:") || HOLDS_TEXTS.test(resource.type)) return [];
    const hidden = placesIn(resource).filter(({ value }) => isHidden(value));
    const images = imagesOf({ resources: [{ ...resource, custom: true }] });
    const later = hidden.filter(({ path }) => HOLDS_IMAGES.test(path) || isPinnedLater(path, images));
    const named = images.flatMap(({ image, input }) => {
      if (later.some(({ path }) => path.startsWith(`${input}.`))) return [];
      const isOfChart = hasChartValues(resource) && !OF_CONTAINER.test(input);
      const problem = problemOf(image, { requireDigest, isOfChart });
      return problem === undefined ? [] : violation(`${input} ${problem}`);
    });
    const others = hasChartValues(resource) ? placesIn(resource).filter((place) => isLatest(place, images)) : [];
    const latest = others.flatMap(({ path }) => violation(`${path} ${LATEST}`));
    return [...named, ...latest, ...later.flatMap(({ path }): Finding[] => unknown(path))];
  },
};

/** Whether a tag or a digest that is not known yet decides: not a tag beside a digest. */
const isPinnedLater = (path: string, images: readonly ImageUse[]): boolean =>
  PINS_IMAGE.test(path) && !images.some(({ image, input }) => path.startsWith(`${input}.`) && DIGEST.test(image));

const LATEST = "has the tag latest, which changes: write the tag of one version, or a digest.";

/** Values of a chart that are or have the tag latest, but under names that are not those of an image. */
const isLatest = ({ path, key, value }: Place, images: readonly ImageUse[]): boolean =>
  typeof value === "string" &&
  !images.some(({ input }) => path === input || path.startsWith(`${input}.`)) &&
  (/(^|[a-z_])tag$/i.test(key) ? value === "latest" : /^[\w-]+([./:][\w-]+)*:latest$/.test(value));

const DIGEST = /@[^@/]+:[0-9a-fA-F]{32,}$/;

function problemOf(image: string, { requireDigest, isOfChart }: { requireDigest: boolean; isOfChart: boolean }) {
  if (DIGEST.test(image)) return undefined;
  if (requireDigest) return "has no digest: write the image as name@sha256:….";
  const [, tag] = /:([^:/]*)$/.exec(image) ?? [];
  if (tag === "latest") return LATEST;
  // A chart fills in the tag of its own version, which pinned-charts is about.
  return tag === undefined && !isOfChart
    ? "has no tag, so it takes latest: write the tag of one version, or a digest."
    : undefined;
}
