import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import { installChart, type ChartOverrides } from "../../../shared/install-chart";
import { kubernetesSettings } from "../../../shared/kubernetes-settings";
import type { CreatedNodes } from "../nodes";
import type { Rke2Spec } from "../spec";
import { inClusterCharts } from "./charts";

/** What the names of the charts' resources end with. */
const PARTS: Readonly<Record<string, string>> = {
  "local-path-provisioner": "storage",
  "nvidia-device-plugin": "device-plugin",
};

/** Installs the cluster's own parts. Both charts are in a namespace in which the CIS profile lets pods use folders of nodes. */
export function installInCluster(
  name: string,
  {
    spec,
    nodes,
    overrides,
  }: { readonly spec: Rke2Spec; readonly nodes: CreatedNodes; readonly overrides: ChartOverrides },
  parent: pulumi.ComponentResource,
): pulumi.Resource[] {
  const provider = new Provider(
    `${name}-internal`,
    { ...kubernetesSettings(), kubeconfig: nodes.kubeconfig, clusterIdentifier: nodes.id },
    { parent, dependsOn: [...nodes.members] },
  );
  const releases = inClusterCharts(spec).map((plan) =>
    installChart(
      `${name}-${PARTS[plan.name] ?? plan.name}`,
      plan,
      overrides,
      { release: plan.name, namespace: "kube-system", timeout: 600 },
      { parent, provider },
    ),
  );
  return [provider, ...releases];
}
