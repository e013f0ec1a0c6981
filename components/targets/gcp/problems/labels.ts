import { checked } from "../../../shared/checks";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import type { Labels } from "../../../shared/values";
import * as formats from "./formats";

/** https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels and Cloud Storage's "Bucket labels", of 2026-11. */
export const MOST_LABELS = 64;

/** The form of labels of Google Cloud at a path. */
export const labelFieldProblems = (at: string, labels: Labels): Problem[] =>
  Object.entries(labels).flatMap(([key, value]) => [
    ...checked(`${at}.${key}`, key, formats.labelKey),
    ...checked(`${at}.${key}`, value, formats.labelValue),
  ]);

/** What is wrong with labels of Kubernetes as labels of a bucket. */
export const bucketLabelProblems = (labels: Labels): Problem[] => {
  const count = Object.keys(labels).length;
  return [
    ...labelFieldProblems("labels", labels),
    ...problemIf(
      count > MOST_LABELS,
      "labels",
      `has ${String(count)} labels; Google Cloud allows ${String(MOST_LABELS)}. Leave some out.`,
    ),
  ];
};
