import { between, number, object, oneOf } from "../cloud/shape";
import { azureType, named } from "./azure-type";

/** What a log workspace may be charged by (Azure Monitor documentation, "Azure Monitor Logs cost calculations"). */
const SKUS = ["PerGB2018", "CapacityReservation", "Free", "Standalone", "PerNode"];

export const workspace = azureType({
  title: "Log Analytics Workspace",
  path: "resourceGroups/{resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}",
  name: named(/^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/, "write 4 to 63 letters, digits and hyphens"),
  inputs: {
    retentionInDays: number({ computed: true, rule: between(30, 730) }),
    sku: object({ name: oneOf(SKUS, { required: true }) }, { computed: true }),
  },
  outputs: ["customerId", "provisioningState"],
  create: (cloud) => ({
    inputs: { retentionInDays: 30, sku: { name: "PerGB2018" } },
    outputs: { customerId: cloud.guid(), provisioningState: "Succeeded" },
  }),
});
