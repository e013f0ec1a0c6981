import type { Properties } from "../property-values";
import { ApiError } from "../cloud/api-error";
import { flag, list, object, oneOf, text } from "../cloud/shape";
import { objectsAt, textAt } from "../cloud/values";
import { azureType, named } from "./azure-type";

/** AKS documentation, "Monitor AKS control plane: resource logs". */
const CATEGORIES = [
  "kube-apiserver",
  "kube-audit",
  "kube-audit-admin",
  "kube-controller-manager",
  "kube-scheduler",
  "cluster-autoscaler",
  "cloud-controller-manager",
  "guard",
  "csi-azuredisk-controller",
  "csi-azurefile-controller",
  "csi-snapshot-controller",
];

export const diagnosticSetting = azureType({
  title: "Diagnostic Setting",
  path: "{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
  name: named(/^[^<>*%&:\\?+/]{1,260}$/, "write no <>*%&:\\?+/"),
  tracked: false,
  inputs: {
    workspaceId: text(),
    logAnalyticsDestinationType: oneOf(["Dedicated", "AzureDiagnostics"]),
    logs: list(
      object({ category: text(), categoryGroup: oneOf(["allLogs", "audit"]), enabled: flag({ required: true }) }),
    ),
    metrics: list(object({ category: oneOf(["AllMetrics"]), enabled: flag({ required: true }) })),
  },
  outputs: [],
  create(cloud, inputs) {
    check(inputs);
    cloud.referred("azure-native:operationalinsights:Workspace", textAt(inputs, "workspaceId"));
    return { outputs: {} };
  },
  update: (_cloud, _setting, news) => {
    check(news);
  },
});

function check(inputs: Properties): void {
  for (const category of objectsAt(inputs, "logs").map((log) => textAt(log, "category"))) {
    if (category !== "" && !CATEGORIES.includes(category)) {
      throw new ApiError("BadRequest", `Category '${category}' is not supported.`);
    }
  }
}
