import { merged, valueAt, type Decided, type Values } from "./values";

/** Values by which every image of a chart comes from one registry, each below the path that `pathInMirror` says. */
export type ImageValues = (registry: string) => Values;

/** Of a chart that has no image of its own. */
export const noImages: ImageValues = () => ({});

/** Values of a chart, and the keys of them that only a typed input may change. */
interface DecidedValues {
  readonly values: Values;
  readonly decided: Decided;
}

/** The values of a chart with those of its images, if there is a registry for them. Images that a typed input names remain. */
export function withImages(
  { values, decided, images }: DecidedValues & { readonly images: ImageValues },
  registry: string | undefined,
): DecidedValues {
  if (registry === undefined) return { values, decided };
  const ofImages = images(registry);
  const all = merged(ofImages, values);
  const keys = leafKeys(ofImages).filter((key) => valueAt(all, key) === valueAt(ofImages, key));
  return { values: all, decided: { ...decided, ...Object.fromEntries(keys.map((key) => [key, "imageRegistry"])) } };
}

const leafKeys = (values: Values): string[] =>
  Object.entries(values).flatMap(([key, value]) =>
    typeof value === "string" ? [key] : leafKeys(value as Values).map((below) => `${key}.${below}`),
  );
