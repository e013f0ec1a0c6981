import { problemIf, type Problem } from "../../../shared/invalid-args";
import type { GcpClusterArgs, GcpMaintenanceWindowArgs } from "../args";

/** https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions, of 2026-11. */
const NEEDED = { hours: 48, days: 32 };
const LEAST_HOURS = 4;

/** What is wrong with a window. One that is too rare would never let GKE repair security problems, so GKE refuses it. */
export function windowProblems({ maintenanceWindow }: GcpClusterArgs): Problem[] {
  if (maintenanceWindow === undefined) return [];
  const hours = hoursOf(maintenanceWindow);
  const sum = hours * timesIn(NEEDED.days, maintenanceWindow.recurrence);
  const isLong = hours >= LEAST_HOURS && hours <= 24;
  return [
    ...problemIf(
      !isLong,
      "gcp.maintenanceWindow.endTime",
      "is not 4 to 24 hours after startTime. Write the end of the first window.",
    ),
    ...problemIf(
      isLong && sum < NEEDED.hours,
      "gcp.maintenanceWindow.recurrence",
      `gives ${String(sum)} hours in ${String(NEEDED.days)} days, and GKE needs ${String(NEEDED.hours)}. Make the window longer, or add days: FREQ=WEEKLY;BYDAY=FR,SA,SU.`,
    ),
  ];
}

const hoursOf = ({ startTime, endTime }: GcpMaintenanceWindowArgs): number =>
  (Date.parse(endTime) - Date.parse(startTime)) / 3_600_000;

/** How often a window comes at least in so many days. */
function timesIn(days: number, recurrence: string): number {
  const {
    FREQ,
    INTERVAL = "1",
    BYDAY,
  } = Object.fromEntries(recurrence.split(";").map((part) => part.split("=") as [string, string]));
  const every = FREQ === "DAILY" ? 1 : 7;
  const perWeek = BYDAY?.split(",").length ?? 1;
  return Math.floor(days / (every * Number(INTERVAL))) * (FREQ === "DAILY" ? 1 : perWeek);
}
