import { openInference } from "./open-inference";
import type { Protocol } from "./protocol";
import { seldon } from "./seldon";
import { tensorflow } from "./tensorflow";

/** The protocols by their name in a custom resource; `kfserving` is the old name of `v2`. */
export const protocols: Readonly<Record<string, Protocol>> = {
  seldon,
  tensorflow,
  v2: openInference,
  kfserving: openInference,
};
