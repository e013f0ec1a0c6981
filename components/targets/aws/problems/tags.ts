import { checked } from "../../../shared/checks";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import type { Labels } from "../../../shared/values";
import * as formats from "./formats";

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html; tags that AWS sets itself do not count. */
const MAX_TAGS = 50;
/** Nodes have six more tags: the name that we set, and five by which EKS and the autoscaler find them. */
const RESERVED_TAGS = 6;

/** What is wrong with the tags at a path; every resource of the cluster gets all of them. */
export function tagProblems(at: string, tags: Readonly<Record<string, string>>): Problem[] {
  const keys = Object.keys(tags);
  const max = MAX_TAGS - RESERVED_TAGS;
  return [
    ...problemIf(
      keys.length > max,
      at,
      `${String(keys.length)} tags are too many; write at most ${String(max)} (AWS allows ${String(MAX_TAGS)}, and ${String(RESERVED_TAGS)} are in use).`,
    ),
    ...Object.entries(tags).flatMap(([key, value], index) => [
      ...checked(`${at}.${key}`, key, formats.tagKey),
      ...checked(`${at}.${key}`, value, formats.tagValue),
      ...caseProblems(at, keys, index),
    ]),
  ];
}

/** IAM compares keys without regard to case, and roles get these tags too. */
function caseProblems(at: string, keys: readonly string[], index: number): Problem[] {
  const key = keys[index] ?? "";
  const same = keys.slice(0, index).find((other) => other.toLowerCase() === key.toLowerCase());
  return problemIf(
    same !== undefined,
    `${at}.${key}`,
    `differs from ${shown(same)} in upper and lower case only, and IAM refuses both together. Leave one out.`,
  );
}

/** What is wrong with labels of Kubernetes as tags of a bucket and its role, which also has a tag `Name`. AWS takes all their characters. */
export function labelProblems(at: string, labels: Labels): Problem[] {
  const keys = Object.keys(labels);
  return [
    ...labelCountProblems(at, keys.length),
    ...keys.flatMap((key, index) => [
      ...checked(`${at}.${key}`, key, formats.labelAsTagKey),
      ...caseProblems(at, keys, index),
    ]),
  ];
}

/** What is wrong with labels, each right, together with the tags that the AWS provider adds. A label replaces a tag of the same key. */
export function labelsWithTagsProblems(labels: Labels, providerTags: Readonly<Record<string, string>>): Problem[] {
  const at = "labels with aws:defaultTags";
  const keys = Object.keys({ Name: "", ...labels, ...providerTags });
  return [...labelCountProblems(at, keys.length - 1), ...keys.flatMap((_, index) => caseProblems(at, keys, index))];
}

const labelCountProblems = (at: string, count: number): Problem[] =>
  problemIf(
    count > MAX_TAGS - 1,
    at,
    `${String(count)} labels are too many; write at most ${String(MAX_TAGS - 1)} (AWS allows ${String(MAX_TAGS)} tags, and this package sets one).`,
  );

/** What is wrong with tags that reach charts. In Auto Mode there are none. */
export const chartTagProblems = (tags: Readonly<Record<string, string>>): Problem[] =>
  Object.entries(tags).flatMap(([key, value]) => [
    ...checked(`tags.${key}`, key, formats.chartTagText),
    ...checked(`tags.${key}`, value, formats.chartTagText),
  ]);
