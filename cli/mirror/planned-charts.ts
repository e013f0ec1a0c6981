import path from "node:path";
import { mirrorProblems } from "../../components/shared/mirror";
import { charts, type ChartName } from "../../components/shared/pinned-charts";
import { isMap, SECRET, UNKNOWN, type PlainValue, type PlanGraph, type PlannedResource } from "../../recorder/graph";
import { isChart, nameOf } from "../plan/text/names";
import { isKnownText, valueAt } from "../plan/text/templates";
import { UserError } from "../user-error";

/** A Helm release of a plan: which chart it installs, and what Helm needs to render it. */
export interface PlannedChart {
  /** The chart's own name. */
  readonly chart: string;
  /** Its name in `pinned-charts.ts`, if a component installs it. */
  readonly pin?: ChartName;
  readonly version: string;
  /** The URL of a Helm repository, the `oci://` folder that holds the chart, or a folder as the program writes it. */
  readonly source: string;
  /** The chart's repository in a registry. */
  readonly path: string;
  /** The folder of a chart that is not packaged. It belongs to the program, so it is not copied; its images are. */
  readonly unpacked?: string;
  /** Name and namespace of the release. */
  readonly release: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, PlainValue>>;
  /** The version of Kubernetes, if the plan knows it. */
  readonly kubeVersion?: string;
}

/**
 * The charts that a plan installs, one for each release.
 * @param programDir the folder that paths of charts are relative to
 */
export const plannedCharts = (graph: PlanGraph, programDir: string): PlannedChart[] =>
  graph.resources
    .filter((resource) => isChart(resource) && !resource.read)
    .map((resource) => {
      const { values } = resource.inputs;
      const label = nameOf(resource);
      refuseUnread(label, values);
      const known = (at: string): string => {
        const value = valueAt(values, at);
        if (typeof value === "string" && value !== "" && !hasHidden(value)) return value;
        const what =
          typeof value === "string" && value.includes(SECRET) ? "is not secret" : "is known before the update";
        throw new UserError(`The release ${label} has no ${at} that ${what}, so its chart cannot be mirrored.`);
      };
      const { name, folder, source, version } = addressOf(known, valueAt(values, "repositoryOpts.repo"), programDir);
      const [problem] = /^\w+:\/\//.test(source) ? mirrorProblems("", source) : [];
      if (problem !== undefined)
        throw new UserError(`The address of the chart of the release ${label} ${problem.reason}`);
      const given = valueAt(values, "values");
      return {
        chart: name,
        version: version ?? (folder === undefined ? known("version") : ""),
        source,
        ...placeOfChart(name, resource, graph),
        ...(folder !== undefined && { unpacked: folder }),
        release: textOr(valueAt(values, "name"), resource.name),
        namespace: textOr(valueAt(values, "namespace"), "default"),
        values: isMap(given) ? given : {},
        ...kubeVersionOf(resource, graph),
      };
    });

const hasHidden = (text: string): boolean => text.includes(SECRET) || text.includes(UNKNOWN);

/** Inputs of a release that change its images, and that `helm template` does not get here. */
const UNREAD = ["valueYamlFiles", "postrender"];

function refuseUnread(label: string, values: PlannedResource["inputs"]["values"]): void {
  const given = UNREAD.filter((input) => values[input] !== undefined);
  if (given.length === 0) return;
  throw new UserError(
    `The release ${label} has ${given.join(" and ")}, which mirror does not read, so images could be missed. Write values instead.`,
  );
}

interface Address {
  readonly name: string;
  readonly source: string;
  /** The version in the name of a package. */
  readonly version?: string;
  /** The folder of a chart that is not packaged. */
  readonly folder?: string;
}

/** The three forms in which a release names a chart: in a repository, a whole `oci://` reference, or a path. */
function addressOf(known: (at: string) => string, repo: PlainValue | undefined, programDir: string): Address {
  const chart = known("chart").replace(/\/+$/, "");
  if (repo !== undefined && repo !== "") return { name: chart, source: known("repositoryOpts.repo") };
  if (/^oci:\/\//i.test(chart)) return { name: path.posix.basename(chart), source: path.posix.dirname(chart) };
  const source = path.dirname(chart);
  const [, name, version] = /^(.+?)-(v?\d+\.\d+\.\d+.*)\.tgz$/.exec(path.basename(chart)) ?? [];
  if (name !== undefined) return { name, version, source };
  return { name: path.basename(chart), source, folder: path.resolve(programDir, chart) };
}

/** Where components look for a chart in a mirror. A chart that the program installs by itself has its own name. */
function placeOfChart(
  chart: string,
  { parent }: PlannedResource,
  { resources }: PlanGraph,
): Pick<PlannedChart, "path" | "pin"> {
  const isOurs = resources.find(({ urn }) => urn === parent)?.type.startsWith("mlplatform:") === true;
  const pin = isOurs ? (Object.keys(charts) as ChartName[]).find((name) => charts[name].chart === chart) : undefined;
  return pin === undefined ? { path: chart } : { path: charts[pin].mirror, pin };
}

/** The version of the cluster: the component above the provider of a release knows it. */
function kubeVersionOf({ provider }: PlannedResource, { resources }: PlanGraph): { readonly kubeVersion?: string } {
  const find = (urn: string | undefined) => resources.find((resource) => resource.urn === urn);
  const version = find(find(provider)?.parent)?.outputs?.values["kubernetesVersion"];
  return isKnownText(version) ? { kubeVersion: version } : {};
}

const textOr = (value: PlainValue | undefined, other: string): string => (isKnownText(value) ? value : other);
