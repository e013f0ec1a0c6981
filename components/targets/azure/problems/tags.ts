import { checked } from "../../../shared/checks";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import type { Labels } from "../../../shared/values";
import * as formats from "./formats";

/** https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources, of 2026-11. */
export const MOST_TAGS = 50;

/** Azure ignores the case of the keys of tags. */
export const caseProblems = (at: string, keys: readonly string[]): Problem[] =>
  keys.flatMap((key, index) => {
    const other = keys.slice(0, index).find((earlier) => earlier.toLowerCase() === key.toLowerCase());
    return problemIf(
      other !== undefined,
      `${at}.${key}`,
      `is the same tag as ${other ?? ""}, because Azure ignores the case of keys. Leave out one of the two.`,
    );
  });

/** What is wrong with labels of Kubernetes as tags. Azure takes all values that they can have. */
export const labelProblems = (labels: Labels): Problem[] => {
  const keys = Object.keys(labels);
  return [
    ...keys.flatMap((key) => checked(`labels.${key}`, key, formats.tagKey)),
    ...caseProblems("labels", keys),
    ...problemIf(
      keys.length > MOST_TAGS,
      "labels",
      `has ${String(keys.length)} labels; Azure allows ${String(MOST_TAGS)} tags. Leave some out.`,
    ),
  ];
};
