import { checked } from "../../shared/checks";
import { shown, type Problem } from "../../shared/invalid-args";
import * as formats from "./formats";

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html; those of AWS's own do not count. */
const MOST_TAGS = 50;
/** Machines have the most besides: a name of ours, and five by which EKS and the autoscaler find them. */
const OTHERS = 6;

/** What is wrong with tags, of which every resource of the cluster takes all. */
export function tagProblems(tags: Readonly<Record<string, string>>): Problem[] {
  const keys = Object.keys(tags);
  const most = MOST_TAGS - OTHERS;
  const many = `${String(keys.length)} are more than ${String(most)}, which is what AWS takes besides ours.`;
  return [
    ...(keys.length > most ? [{ path: "tags", reason: many }] : []),
    ...Object.entries(tags).flatMap(([key, value], index) => {
      const path = `tags.${key}`;
      // To IAM keys are equal that differ in case only, and roles take these tags, too.
      const same = keys.slice(0, index).find((other) => other.toLowerCase() === key.toLowerCase());
      return [
        ...checked(path, key, formats.tagKey),
        ...checked(path, value, formats.tagValue),
        ...(same === undefined
          ? []
          : [{ path, reason: `differs from ${shown(same)} in case only, which IAM refuses. Leave one out.` }]),
      ];
    }),
  ];
}
