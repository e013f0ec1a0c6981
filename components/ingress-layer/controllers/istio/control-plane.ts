import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { installChart, type ChartOverrides, type ChartPlan } from "../../../shared/install-chart";
import { noImages } from "../../../shared/image-values";
import { labelNamespace } from "../../../shared/namespace";
import type { IngressLayerArgs } from "../../args";
import type { IngressSpec } from "../../spec";
import { EGRESS_GATEWAY } from "./manifest";
import { egressOf } from "./profile";
import { egressValues } from "./values";

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

/** Installs the definitions, istiod and an egress gateway, and labels the namespaces whose pods get a sidecar. */
export function installControlPlane(
  name: string,
  args: IngressLayerArgs,
  spec: IngressSpec,
  { namespace, plans }: Placement,
  opts: pulumi.CustomResourceOptions,
): ControlPlane {
  const { istio } = args;
  const { overrides } = spec;
  const release = (chart: string, { waits, dependsOn }: { waits: boolean; dependsOn: pulumi.Resource[] }) =>
    installChart(
      `${name}-${chart}`,
      plans.find((plan) => plan.name === chart) as ChartPlan,
      overrides,
      { release: chart, namespace, timeout: 600, waits },
      { ...opts, dependsOn },
    );
  // It has no pods. Helm looks at definitions every two seconds, but the API server serves them at once.
  const base = release("istio-base", { waits: false, dependsOn: [] });
  const istiod = release("istiod", { waits: true, dependsOn: [base] });
  const egress = egressOf(istio);
  const egressRelease =
    egress === undefined
      ? undefined
      : installChart(
          `${name}-egress`,
          { name: "istio-gateway", values: egressValues(args, spec, egress), decided: {}, images: noImages },
          withoutGatewayValues(overrides),
          { release: EGRESS_GATEWAY.release, namespace, timeout: 600 },
          { ...opts, dependsOn: [istiod] },
        );
  const injected = (istio?.injectedNamespaces ?? []).map((target) =>
    labelNamespace(`${name}-injected-${target}`, target, {
      labels: { "istio-injection": "enabled" },
      opts: { ...opts, dependsOn: [istiod] },
    }),
  );
  return {
    releases: {
      "istio-base": base,
      istiod,
      ...(egressRelease === undefined ? {} : { "istio-egress": egressRelease }),
    },
    ready: [istiod],
    crds: [base.status.namespace],
    injected,
  };
}

/** The egress gateway comes from the chart of the ingress gateway, but values that a caller writes are for that one alone. */
function withoutGatewayValues({ charts = {}, ...others }: ChartOverrides): ChartOverrides {
  const { values: _values, ...own } = charts["istio-gateway"] ?? {};
  return { ...others, charts: { ...charts, "istio-gateway": own } };
}
