import { programOf, sampledTargets, sampleOf } from "../../unit/targets/sample";

/** The programs that make a cluster. Each is compared with a flat one. */
export const comparedPrograms = (): string[] =>
  sampledTargets()
    .filter((target) => sampleOf(target).createsCluster)
    .map(programOf);
