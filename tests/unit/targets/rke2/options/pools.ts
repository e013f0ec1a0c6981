import type { Row } from "../../option-row";

/** A cluster of RKE2 has no node pools. */
export const poolRows: readonly Row[] = [];
