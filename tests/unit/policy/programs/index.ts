import { noPublicAccess } from "./no-public-access";
import { noStaticKeys } from "./no-static-keys";
import { encryptedStorage } from "./encrypted-storage";
import { pinnedCharts } from "./pinned-charts";
import { pinnedImages } from "./pinned-images";
import { noPrivilegedPods } from "./no-privileged-pods";
import { gpuPoolsScaleToZero } from "./gpu-pools-scale-to-zero";
import { disruptionBudgets } from "./disruption-budgets";
import { deletionProtection } from "./deletion-protection";
import type { RuleProgram } from "./program";

/** By rule, programs that break it, keep it, or have an input that is not known yet. They run as a preview. */
export const PROGRAMS: Readonly<Record<string, readonly RuleProgram[]>> = {
  "no-public-access": noPublicAccess,
  "no-static-keys": noStaticKeys,
  "encrypted-storage": encryptedStorage,
  "pinned-charts": pinnedCharts,
  "pinned-images": pinnedImages,
  "no-privileged-pods": noPrivilegedPods,
  "gpu-pools-scale-to-zero": gpuPoolsScaleToZero,
  "disruption-budgets": disruptionBudgets,
  "deletion-protection": deletionProtection,
};
