import { isHidden } from "../../recorder/graph";
import { imagesOf, type ImageUse } from "../../cli/plan/report/images";
import { isChart } from "../../cli/plan/text/names";
import { placesIn } from "../inputs";
import { unknown, violation, type Finding, type Rule } from "../rule";

/** Inputs of Kubernetes that name an image, or hold the pods that do. */
const HOLDS_IMAGES = /(^|\.)(spec|template|values|([a-z]*[iI]mage)|((initC|c)ontainers(\[\d+\])?))$/;

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
    if (!resource.type.startsWith("kubernetes:")) return [];
    const hidden = placesIn(resource).filter(({ value }) => isHidden(value));
    const images = imagesOf({ resources: [resource] });
    const later = hidden.filter(({ path }) => HOLDS_IMAGES.test(path) || isPinnedLater(path, images));
    const named = images.flatMap(({ image, input }) => {
      if (later.some(({ path }) => path.startsWith(`${input}.`))) return [];
      const problem = problemOf(image, { requireDigest, isOfChart: isChart(resource) });
      return problem === undefined ? [] : violation(`${input} ${problem}`);
    });
    return [...named, ...later.flatMap(({ path }): Finding[] => unknown(path))];
  },
};

/** Whether a tag or a digest that is not known yet decides: not a tag beside a digest. */
const isPinnedLater = (path: string, images: readonly ImageUse[]): boolean =>
  PINS_IMAGE.test(path) && !images.some(({ image, input }) => path.startsWith(`${input}.`) && DIGEST.test(image));

const DIGEST = /@[^@/]+:[0-9a-fA-F]{32,}$/;

function problemOf(image: string, { requireDigest, isOfChart }: { requireDigest: boolean; isOfChart: boolean }) {
  if (DIGEST.test(image)) return undefined;
  if (requireDigest) return "has no digest: write the image as name@sha256:….";
  const [, tag] = /:([^:/]*)$/.exec(image) ?? [];
  if (tag === "latest") return "has the tag latest, which changes: write the tag of one version, or a digest.";
  // A chart fills in the tag of its own version, which pinned-charts is about.
  return tag === undefined && !isOfChart
    ? "has no tag, so it takes latest: write the tag of one version, or a digest."
    : undefined;
}
