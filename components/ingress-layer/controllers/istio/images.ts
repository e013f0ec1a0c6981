import type { ImageValues } from "../../../shared/image-values";

/** Values by which the images of istiod, and the proxy that it adds to pods, come from another registry. */
export const istiodImages: ImageValues = (registry) => ({ global: { hub: `${registry}/istio` } });
