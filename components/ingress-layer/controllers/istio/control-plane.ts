import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { installChart, type ChartPlan } from "../../../shared/install-chart";
import { labelNamespace } from "../../../shared/namespace";
import type { IngressLayerArgs } from "../../args";
import type { IngressSpec } from "../../spec";

/** Where the control plane is installed, and what of it. */
interface Placement {
  readonly namespace: pulumi.Output<string>;
  /** The charts of the layer. */
  readonly plans: readonly ChartPlan[];
}

/** A control plane. */
interface ControlPlane {
  readonly releases: Record<string, kubernetes.helm.v3.Release>;
  /** What waits for its webhooks. */
  readonly ready: pulumi.Output<pulumi.Resource[]> | pulumi.Resource[];
  /** Outputs of what serves the custom resource definitions. */
  readonly crds: pulumi.Input<unknown>[];
  /** Outputs of the labels of namespaces. */
  readonly injected: pulumi.Input<unknown>[];
}

/** Installs the definitions and istiod, and labels the namespaces whose pods get a sidecar. */
export function installControlPlane(
  name: string,
  { istio }: IngressLayerArgs,
  { overrides }: IngressSpec,
  { namespace, plans }: Placement,
  opts: pulumi.CustomResourceOptions,
): ControlPlane {
  const release = (chart: string, dependsOn: pulumi.Resource[]) =>
    installChart(
      `${name}-${chart}`,
      plans.find((plan) => plan.name === chart) as ChartPlan,
      overrides,
      { release: chart, namespace, timeout: 600 },
      { ...opts, dependsOn },
    );
  const base = release("istio-base", []);
  const istiod = release("istiod", [base]);
  const injected = (istio?.injectedNamespaces ?? []).map((target) =>
    labelNamespace(`${name}-injected-${target}`, target, {
      labels: { "istio-injection": "enabled" },
      opts: { ...opts, dependsOn: [istiod] },
    }),
  );
  return {
    releases: { "istio-base": base, istiod },
    ready: [istiod],
    crds: [base.status.namespace],
    injected,
  };
}
