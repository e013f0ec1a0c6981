import { clouds } from "./cloud";
import type { DisturbedProgram } from "./disturbed";
import { k3d } from "./k3d";
import { onprem } from "./onprem";

/** The programs besides `existing`, whose faults are in a suite of their own. Those that take longest come first. */
export const programs: readonly DisturbedProgram[] = [k3d, onprem, ...clouds];
