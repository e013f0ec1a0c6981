/** Labels that an object carries. */
export type Labels = Record<string, string>;

/** The `labels` key of an object's metadata, left out where there are none. */
export const labelled = (labels: Labels | undefined): { labels?: Labels } =>
  labels === undefined || Object.keys(labels).length === 0 ? {} : { labels };
