import { sampledTargets, sampleOf } from "../../unit/targets/sample";

/** The clouds whose program is compared with a flat one. A cluster of k3d is three commands, and the rest is as in `existing`. */
export const comparedClouds = (): string[] =>
  sampledTargets().filter((target) => sampleOf(target).createsCluster && !["k3d", "rke2"].includes(target));
