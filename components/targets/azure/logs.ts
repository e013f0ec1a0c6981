import type { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster";
import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting";
import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace";
import type { ClusterSpec } from "../common-spec";
import type { AzureContext } from "./context";

/** Logs of the control plane: https://learn.microsoft.com/azure/aks/monitor-aks-reference#resource-logs, of 2026-11. */
const LOGS = [
  ...["kube-apiserver", "kube-audit-admin", "kube-controller-manager", "kube-scheduler"],
  ...["cluster-autoscaler", "guard"],
];

/** Keeps the logs of the control plane in a workspace. */
export function keepLogs(
  name: string,
  { logRetentionDays }: ClusterSpec,
  cluster: ManagedCluster,
  { opts, resourceGroupName, location, uniqueName, tags }: AzureContext,
): DiagnosticSetting {
  const workspace = new Workspace(
    `${name}-logs`,
    {
      resourceGroupName,
      location,
      workspaceName: uniqueName,
      sku: { name: "PerGB2018" },
      retentionInDays: logRetentionDays,
      tags,
    },
    opts,
  );
  return new DiagnosticSetting(
    `${name}-logs`,
    {
      name: "logs",
      resourceUri: cluster.id,
      workspaceId: workspace.id,
      // A table for each kind of logs, which costs less than one table for all.
      logAnalyticsDestinationType: "Dedicated",
      logs: LOGS.map((category) => ({ category, enabled: true })),
    },
    opts,
  );
}
