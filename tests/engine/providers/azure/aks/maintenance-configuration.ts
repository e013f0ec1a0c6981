import { between, list, matching, number, object, oneOf, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { azureType } from "../azure-type";

/** AKS documentation, "Use planned maintenance to schedule upgrades". */
const NAMES = ["default", "aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEKS = ["First", "Second", "Third", "Fourth", "Last"];
const interval = number({ required: true, rule: between(1, 6) });
const day = oneOf(DAYS, { required: true });

export const maintenanceConfiguration = azureType({
  title: "AKS Maintenance Configuration",
  path: "resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerService/managedClusters/{resourceName}/maintenanceConfigurations/{configName}",
  name: (name) => (NAMES.includes(name) ? undefined : `the name must be one of ${NAMES.join(", ")}, got ${name}`),
  naming: "copy",
  tracked: false,
  inputs: {
    maintenanceWindow: object({
      durationHours: number({ required: true, rule: between(4, 24) }),
      schedule: object(
        {
          absoluteMonthly: object({
            dayOfMonth: number({ required: true, rule: between(1, 31) }),
            intervalMonths: interval,
          }),
          daily: object({ intervalDays: number({ required: true, rule: between(1, 7) }) }),
          relativeMonthly: object({
            dayOfWeek: day,
            weekIndex: oneOf(WEEKS, { required: true }),
            intervalMonths: interval,
          }),
          weekly: object({ dayOfWeek: day, intervalWeeks: number({ required: true, rule: between(1, 4) }) }),
        },
        { required: true },
      ),
      startDate: text({ computed: true, rule: matching(/^\d{4}-\d\d-\d\d$/, "expected a date such as 2026-11-29") }),
      startTime: text({ required: true, rule: matching(/^\d\d:\d\d$/, "expected a time such as 23:00") }),
      utcOffset: text({ computed: true, rule: matching(/^[+-]\d\d:\d\d$/, "expected an offset such as +05:30") }),
      notAllowedDates: list(object({ start: text({ required: true }), end: text({ required: true }) })),
    }),
    notAllowedTime: list(object({ start: text(), end: text() })),
    timeInWeek: list(object({ day: oneOf(DAYS), hourSlots: list(number({ rule: between(0, 23) })) })),
  },
  outputs: [],
  refuse(inputs) {
    const name = textAt(inputs, "configName");
    const isMissing = name !== "default" && inputs.maintenanceWindow === undefined;
    return isMissing ? [{ property: "maintenanceWindow", reason: `required for ${name}` }] : [];
  },
  create: () => ({ inputs: { maintenanceWindow: { startDate: "2026-11-29", utcOffset: "+00:00" } }, outputs: {} }),
});
