import type { ChartPlan } from "../../../shared/install-chart";
import type { Rke2Spec } from "../spec";
import { devicePluginChart } from "./gpus";
import { storageChart } from "./storage";

/** The charts of the cluster's own parts. */
export function inClusterCharts(spec: Rke2Spec): ChartPlan[] {
  const withGpus = spec.nodes.filter(({ gpu }) => gpu !== undefined);
  return [
    ...(spec.storage === undefined ? [] : [storageChart(spec.storage)]),
    ...(withGpus.length === 0 ? [] : [devicePluginChart(withGpus)]),
  ];
}
