import type { Rule } from "./rule";
import { rule as deletionProtection } from "./rules/deletion-protection";
import { rule as disruptionBudgets } from "./rules/disruption-budgets";
import { rule as encryptedStorage } from "./rules/encrypted-storage";
import { rule as gpuPoolsScaleToZero } from "./rules/gpu-pools-scale-to-zero";
import { rule as noPrivilegedPods } from "./rules/no-privileged-pods";
import { rule as noPublicAccess } from "./rules/no-public-access";
import { rule as noStaticKeys } from "./rules/no-static-keys";
import { rule as pinnedCharts } from "./rules/pinned-charts";
import { rule as pinnedImages } from "./rules/pinned-images";

/** Every rule of the pack, in the order in which a report lists them. */
export const rules: readonly Rule[] = [
  noPublicAccess,
  noStaticKeys,
  encryptedStorage,
  pinnedCharts,
  pinnedImages,
  noPrivilegedPods,
  gpuPoolsScaleToZero,
  disruptionBudgets,
  deletionProtection,
];
