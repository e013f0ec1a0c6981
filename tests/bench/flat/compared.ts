import { sampledTargets, sampleOf } from "../../unit/targets/sample";

/** The targets of clusters whose program is compared with a flat one. A cluster of RKE2 is mostly commands, as one of k3d is. */
export const comparedTargets = (): string[] =>
  sampledTargets().filter((target) => sampleOf(target).createsCluster && target !== "rke2");
