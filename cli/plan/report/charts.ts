import type { PlainValue, PlanGraph } from "../../../recorder/graph";
import { isChart } from "../text/names";
import { isKnownText, valueAt } from "../text/templates";
import { named, type ResourceName } from "./resource-name";

/** A Helm release, and the chart that it installs. Text that only a provider knows is empty. */
export interface ChartUse {
  readonly resource: ResourceName;
  readonly chart: string;
  readonly version: string;
  /** URL of the repository; empty for a chart that is a whole reference, such as one of an OCI registry. */
  readonly repository: string;
  /** Name and namespace of the release. */
  readonly release: string;
  readonly namespace: string;
}

/** The charts of a plan, in the order of registration. */
export const chartsOf = (graph: PlanGraph): ChartUse[] =>
  graph.resources
    .filter((resource) => isChart(resource) && !resource.read)
    .map((resource) => {
      const at = (path: string) => known(valueAt(resource.inputs.values, path));
      return {
        resource: named(resource),
        chart: at("chart"),
        version: at("version"),
        repository: at("repositoryOpts.repo"),
        release: at("name"),
        namespace: at("namespace"),
      };
    });

const known = (value: PlainValue | undefined): string => (isKnownText(value) ? value : "");
