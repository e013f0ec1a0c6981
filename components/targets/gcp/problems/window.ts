import type { Check } from "../../../shared/checks";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { ownValue } from "../../../shared/own-value";
import type { GcpClusterArgs, GcpMaintenanceWindowArgs } from "../args";

/** https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions, of 2026-11. */
const NEEDED = { hours: 48, days: 32 };
const LEAST_HOURS = 4;
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** The part of RRULE (RFC 5545) that GKE needs. Other parts would end the windows, or make them rarer than they look. */
export const recurrence: Check = (value) => {
  const parts = value.split(";").map((part) => part.split("="));
  const names = parts.map(([name]) => name);
  const isWellFormed =
    names[0] === "FREQ" &&
    new Set(names).size === names.length &&
    parts.every(([name = "", text = "", ...more]) => more.length === 0 && ownValue(FORMS, name)?.(text) === true);
  return isWellFormed
    ? undefined
    : "is not a recurrence of FREQ, INTERVAL and BYDAY, such as FREQ=DAILY or FREQ=WEEKLY;BYDAY=SA,SU";
};

const FORMS: Readonly<Record<string, (text: string) => boolean>> = {
  FREQ: (text) => text === "DAILY" || text === "WEEKLY",
  INTERVAL: (text) => /^[1-9]\d*$/.test(text),
  BYDAY: (text) => {
    const days = text.split(",");
    return days.every((day) => DAYS.includes(day)) && new Set(days).size === days.length;
  },
};

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

/** How often a window comes at least in so many days. Every second day, each day of the week comes every second week. */
function timesIn(days: number, rule: string): number {
  const {
    FREQ,
    INTERVAL = "1",
    BYDAY,
  } = Object.fromEntries(rule.split(";").map((part) => part.split("=") as [string, string]));
  const every = FREQ === "DAILY" && BYDAY === undefined ? 1 : 7;
  return Math.floor(days / (every * Number(INTERVAL))) * (BYDAY?.split(",").length ?? 1);
}
