import type { Row } from "../../option-row";

/** A cluster of k3d has no node pools. */
export const poolRows: readonly Row[] = [];
