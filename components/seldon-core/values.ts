import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../shared/install-chart";
import { IngressController, type IngressFacts } from "../shared/facts";
import type { ResourcesArgs } from "../shared/resources";
import { given, type Decided, type Values } from "../shared/values";
import type { SeldonCoreArgs } from "./args";
import { PROTECTED } from "./protected-values";

/** The operator's chart with its values; models are routed through `gateway`. */
export const seldonChart = (
  args: SeldonCoreArgs,
  gateway: pulumi.Input<string | undefined> = args.gateway ?? args.ingress.gateway,
): ChartPlan => ({
  name: "seldon-core-operator",
  values: seldonValues(args, gateway),
  decided,
  protected: PROTECTED,
});

/** Values of the `seldon-core-operator` chart. */
function seldonValues(
  { ingress, usageMetrics, resources, orchestratorResources }: SeldonCoreArgs,
  gateway: pulumi.Input<string | undefined>,
): Values {
  return given({
    ...ROUTING[ingress.controller]?.(ingress, gateway),
    usageMetrics: { enabled: usageMetrics ?? false },
    // The chart's own certificate lasts a year and nothing renews it.
    certManager: { enabled: ingress.certManager ?? false },
    // Deleting the definition would delete every model of the cluster with it.
    crd: { annotations: { "helm.sh/resource-policy": "keep" } },
    manager: resources === undefined ? undefined : flat(resources),
    executor: orchestratorResources === undefined ? undefined : { resources: flat(orchestratorResources) },
  });
}

/** How the operator routes to models, by the controller of the ingress. */
const ROUTING: Readonly<
  Partial<Record<IngressController, (ingress: IngressFacts, gateway: pulumi.Input<string | undefined>) => Values>>
> = {
  [IngressController.Istio]: (_ingress, gateway) => ({ istio: { enabled: true, gateway } }),
  // Without a version, parts of the operator assume v1 and parts v2. v1 writes Mappings into annotations of Services, which every
  // version of Emissary reads; v2 creates Mappings of getambassador.io/v2.
  [IngressController.Emissary]: ({ legacyVersions = true }) => ({
    ambassador: { enabled: true, version: legacyVersions ? "v2" : "v1" },
  }),
};

const decided: Decided = {
  istio: "ingress and gateway",
  ambassador: "ingress",
  "usageMetrics.enabled": "usageMetrics",
  "certManager.enabled": "ingress.certManager",
  manager: "resources",
  "executor.resources": "orchestratorResources",
};

/** The chart's keys of amounts are `cpuRequest`, `memoryLimit` and so on. */
const flat = ({ requests, limits }: ResourcesArgs): Values =>
  given({
    cpuRequest: requests?.cpu,
    memoryRequest: requests?.memory,
    cpuLimit: limits?.cpu,
    memoryLimit: limits?.memory,
  });
