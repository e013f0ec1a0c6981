import { checked } from "../../../shared/checks";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
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
    ...Object.entries(tags).flatMap(([key, value], index) => {
      const path = `${at}.${key}`;
      // IAM compares keys without regard to case, and roles get these tags too.
      const same = keys.slice(0, index).find((other) => other.toLowerCase() === key.toLowerCase());
      return [
        ...checked(path, key, formats.tagKey),
        ...checked(path, value, formats.tagValue),
        ...problemIf(
          same !== undefined,
          path,
          `differs from ${shown(same)} in upper and lower case only, and IAM refuses both together. Leave one out.`,
        ),
      ];
    }),
  ];
}

/** What is wrong with tags that reach charts. In Auto Mode there are none. */
export const chartTagProblems = (tags: Readonly<Record<string, string>>): Problem[] =>
  Object.entries(tags).flatMap(([key, value]) => [
    ...checked(`tags.${key}`, key, formats.chartTagText),
    ...checked(`tags.${key}`, value, formats.chartTagText),
  ]);
