import type { IngressLayerArgs } from "../components";

/** Inputs that all components of a program have. */
export type CommonInputs = Pick<IngressLayerArgs, "mirror" | "imageRegistry" | "allowUntestedVersions" | "labels">;
