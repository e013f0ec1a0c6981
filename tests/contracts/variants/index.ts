import { emissaryVariants } from "./emissary";
import { istioVariants } from "./istio";
import { withRegistry } from "./image-registry";
import { jupyterHubVariants } from "./jupyter-hub";
import { metalLbVariants } from "./metallb";
import { pachydermVariants } from "./pachyderm-store";
import { modelVariants } from "./model-deployment";
import { rancherVariants } from "./rancher-server";
import { seldonVariants } from "./seldon-core";
import type { Variant } from "./variant";

/** At least every option of every component once: add a row for each new one. */
export const variants: readonly Variant[] = [
  ...istioVariants,
  ...emissaryVariants,
  ...metalLbVariants,
  ...seldonVariants,
  ...modelVariants,
  ...pachydermVariants,
  ...jupyterHubVariants,
  ...rancherVariants,
  ...withRegistry("registry.example.org/mirror").map((variant) => ({
    ...variant,
    title: `${variant.title} with a registry of images`,
  })),
];
