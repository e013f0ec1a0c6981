import { MaintenanceConfiguration } from "@pulumi/azure-native/containerservice/maintenanceConfiguration";
import type { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster";
import type { AzureContext } from "./context";
import type { AzureSpec } from "./spec";

/** AKS knows these windows by their names: one for new Kubernetes versions, one for new node images. */
const WINDOWS = { kubernetes: "aksManagedAutoUpgradeSchedule", nodes: "aksManagedNodeOSUpgradeSchedule" };

/** Limits the upgrades of AKS to the window of the block, if it has one. */
export function createMaintenanceWindows(
  name: string,
  { maintenanceWindow }: AzureSpec,
  cluster: ManagedCluster,
  { opts, resourceGroupName }: AzureContext,
): MaintenanceConfiguration[] {
  if (maintenanceWindow === undefined) return [];
  const { dayOfWeek, startTime, durationHours } = maintenanceWindow;
  return Object.entries(WINDOWS).map(
    ([what, configName]) =>
      new MaintenanceConfiguration(
        `${name}-${what}`,
        {
          resourceGroupName,
          resourceName: cluster.name,
          configName,
          maintenanceWindow: {
            schedule: { weekly: { dayOfWeek, intervalWeeks: 1 } },
            startTime,
            durationHours,
            utcOffset: "+00:00",
          },
        },
        opts,
      ),
  );
}
