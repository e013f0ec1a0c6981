import { charts, type ChartName, type ChartPin } from "../../components/shared/pinned-charts";
import { isRecord } from "./value-path";

/** The inputs of a Helm release that say which chart it installs. */
export interface ReleaseInputs {
  readonly chart?: unknown;
  readonly version?: unknown;
  readonly repositoryOpts?: unknown;
}

/**
 * Which chart of `components/shared/pinned-charts.ts` a release installs, and so which contract holds for it: a chart and the
 * folder of its contract bear the same name. A mirror is recognised by the chart's path below it.
 */
export function contractOf(release: ReleaseInputs): ChartName {
  const { chart, version, repositoryOpts } = release;
  const shown = JSON.stringify({ chart, version, repositoryOpts });
  const fitting = (Object.keys(charts) as ChartName[]).filter((name) => isOf(charts[name], release));
  const [name, another] = fitting;
  if (name === undefined) throw new Error(`components/shared/pinned-charts.ts has no chart for the release ${shown}`);
  if (another !== undefined) throw new Error(`the release ${shown} could be any of ${fitting.join(", ")}`);
  if (version !== charts[name].version) {
    throw new Error(`the release ${shown} is not of the pinned version ${charts[name].version}, whose data we have`);
  }
  return name;
}

function isOf(pin: ChartPin, { chart, version, repositoryOpts }: ReleaseInputs): boolean {
  if (isRecord(repositoryOpts)) return chart === pin.chart && isRepository(repositoryOpts.repo, pin);
  if (typeof chart !== "string") return false;
  if (chart.startsWith("oci://")) return chart === `${pin.repository}/${pin.chart}` || chart.endsWith(`/${pin.mirror}`);
  return chart.split("/").at(-1) === `${pin.chart}-${String(version)}.tgz`;
}

/** The chart's own repository, or one that is no chart's: a mirror. */
const isRepository = (repo: unknown, pin: ChartPin): boolean =>
  repo === pin.repository || !Object.values(charts).some(({ repository }) => repository === repo);
