import { allOperations, type KubernetesVersions, type MachineVersions } from "../../components/targets/operations";
import type { ChartName } from "../../components/shared/pinned-charts";
import {
  chartMoves,
  KUBELET_SKEW,
  kubernetesMoves,
  numbersIn,
  refusedMove,
} from "../../components/shared/version-moves";
import type { PlanGraph, PlannedResource } from "../../recorder/graph";
import { formerUrns } from "../stack/former-urns";
import { label, RELEASE_TYPE, resourcesOf, type ResourceRecord, type State } from "../stack/state";
import { UserError } from "../user-error";
import { isChartNamed, isComparable, isComparableValue, type Value } from "./installed-release";

/**
 * Refuses an update, before anything changes, that moves a chart or Kubernetes to a version to which the installed one cannot go. The
 * plan alone does not know what is installed. Versions that are not known yet are not compared.
 */
export async function refuseVersionMoves(
  { resources }: Pick<PlanGraph, "resources">,
  readState: () => Promise<State>,
): Promise<void> {
  const releases = resources.flatMap((planned) => {
    const name = chartOf(planned);
    return name === undefined ? [] : [{ planned, name }];
  });
  const clusters = resources.flatMap((planned) => {
    // Node pools of a cluster that the program makes itself cannot be told from those of another one.
    if (!planned.urn.includes("mlplatform:index:MlCluster$")) return [];
    const versions = allVersions().find(({ planned: { type } }) => type === planned.type);
    return versions === undefined ? [] : [{ planned, versions }];
  });
  const machines = machinesOf(resources);
  if (releases.length === 0 && clusters.length === 0 && machines.length === 0) return;
  const records = resourcesOf(await readState()).filter((record) => record.delete !== true);
  const installed: Installed = { records, former: formerUrns(resources, new Set(records.map(({ urn }) => urn))) };
  const problems = [
    ...releases.flatMap(({ planned, name }) => releaseProblems(planned, name, installed)),
    ...clusters.flatMap(({ planned, versions }) => clusterProblems(planned, versions, installed)),
    ...machines.flatMap((machine) => machineProblems(machine, machines, installed)),
  ];
  if (problems.length === 0) return;
  throw new UserError(
    [
      "The update moves to versions to which what is installed cannot go:",
      ...[...new Set(problems)].map((problem) => `  ${problem}`),
      "Nothing was changed.",
    ].join("\n"),
  );
}

/** What is installed. */
interface Installed {
  readonly records: readonly ResourceRecord[];
  /** By the URN in the plan, the URN in the state, which is another one if a resource has a new name or parent. */
  readonly former: ReadonlyMap<string, string>;
}

/** The chart of a release that a component of this package installs, if its versions have rules. */
function chartOf({ type, urn, inputs }: PlannedResource): ChartName | undefined {
  if (type !== RELEASE_TYPE || !(urn.split("::")[2] ?? "").includes("mlplatform:index:")) return undefined;
  return (Object.keys(chartMoves) as ChartName[]).find((name) => isChartNamed(inputs.values["chart"], name));
}

function releaseProblems(planned: PlannedResource, name: ChartName, { records, former }: Installed): string[] {
  const installed = records.find(({ urn }) => urn === former.get(planned.urn));
  const moves = chartMoves[name];
  if (installed === undefined || moves === undefined || !isComparable(installed, planned)) return [];
  const [from, to] = [text(installed.inputs?.["version"]), text(planned.inputs.values["version"])];
  const problem = from === undefined || to === undefined ? undefined : refusedMove(moves, from, to);
  return problem === undefined ? [] : [`${owner(planned)}: ${problem}`];
}

const allVersions = (): KubernetesVersions[] =>
  allOperations().flatMap(({ kubernetesVersions }) => kubernetesVersions ?? []);

function clusterProblems(
  planned: PlannedResource,
  { planned: { input, isLeast = false }, controlPlane, nodes }: KubernetesVersions,
  { records, former }: Installed,
): string[] {
  const cluster = former.get(planned.urn) ?? planned.urn;
  const to = text(planned.inputs.values[input]);
  const installed = records.find(
    ({ type, urn, parent }) => type === controlPlane.type && [urn, parent].includes(cluster),
  );
  const from = text(installed?.outputs?.[controlPlane.output]);
  if (to === undefined || from === undefined || planned.ignoreChanges.includes(input)) return [];
  const { back, ...others } = kubernetesMoves.refused;
  const moves = { ...kubernetesMoves, refused: isLeast || back === undefined ? others : { ...others, back } };
  const problem = refusedMove(moves, from, to);
  if (problem !== undefined) {
    return [`${owner(planned)}: ${problem} If the cluster was moved elsewhere since, run mlplatform refresh first.`];
  }
  if (!isNewer(to, from)) return [];
  const component = former.get(planned.parent ?? "") ?? planned.parent;
  const pools = records.filter(({ type, parent }) => type === nodes.type && parent === component);
  return pools.flatMap((pool) => {
    const running = text(pool.outputs?.[nodes.output]);
    const behind = (numbersIn(to)?.minor ?? 0) - (numbersIn(running ?? "")?.minor ?? Infinity);
    if (running === undefined || behind <= KUBELET_SKEW) return [];
    return [`${owner(planned)}: the nodes of ${label(pool)} run ${tooOld(running, behind, from)}`];
  });
}

/** A machine with a command that upgrades it. */
interface Machine {
  readonly planned: PlannedResource;
  readonly versions: MachineVersions;
  readonly isServer: boolean;
}

/** The machines of all clusters that the program makes on machines. */
const machinesOf = (resources: readonly PlannedResource[]): Machine[] =>
  allOperations().flatMap(({ machineVersions: versions, clusterTypes, clusterInput }) => {
    if (versions === undefined || clusterInput === undefined) return [];
    const own = resources.filter(
      ({ type, urn }) => clusterTypes?.test(type) && urn.includes("mlplatform:index:MlCluster$"),
    );
    const isStart = ({ inputs }: PlannedResource): boolean =>
      text(inputs.values[clusterInput.name])?.startsWith(clusterInput.start) === true;
    const servers = new Set(own.filter(isStart).map(({ urn }) => `${urn}${versions.ending}`));
    return own
      .filter((planned) => toldBy(planned.inputs.values, versions) !== undefined)
      .map((planned) => ({ planned, versions, isServer: servers.has(planned.urn) }));
  });

/** The machine and the version that a command of a plan or a state tells. */
function toldBy(inputs: Readonly<Record<string, Value>> | undefined, { input, form }: MachineVersions) {
  const { machine, version } = form.exec(text(inputs?.[input]) ?? "")?.groups ?? {};
  return machine === undefined || version === undefined ? undefined : { machine, version };
}

function machineProblems(
  { planned, versions, isServer }: Machine,
  machines: readonly Machine[],
  { records, former }: Installed,
): string[] {
  const { input, moves } = versions;
  const installedOn = ({ urn }: PlannedResource) =>
    toldBy(records.find((record) => record.urn === former.get(urn))?.inputs, versions);
  const [from, to] = [installedOn(planned), toldBy(planned.inputs.values, versions)];
  if (to === undefined || from === undefined || planned.ignoreChanges.includes(input)) return [];
  const { skip, ...others } = moves.refused;
  const refused = isServer && skip !== undefined ? { ...others, skip } : others;
  const problem = refusedMove({ ...moves, refused }, from.version, to.version);
  if (problem !== undefined) return [`${owner(planned)}: on ${from.machine}, ${problem}`];
  const behind = (numbersIn(to.version)?.minor ?? 0) - (numbersIn(from.version)?.minor ?? Infinity);
  if (isServer || behind <= KUBELET_SKEW) return [];
  const servers = machines.filter((other) => other.isServer && other.planned.parent === planned.parent);
  const [first = from] = servers.flatMap((server) => installedOn(server.planned) ?? []);
  return [`${owner(planned)}: ${from.machine} runs ${tooOld(from.version, behind, first.version)}`];
}

/** What is wrong with nodes that would be too old for their API server. */
const tooOld = (running: string, behind: number, first: string): string =>
  `${running}, and nodes may be ${String(KUBELET_SKEW)} minor versions older than the API server at most, not ${String(behind)}. Write ${first} first, which upgrades them.`;

/** Whether a version has a newer minor version than another one. */
function isNewer(one: string, other: string): boolean {
  const [after, before] = [numbersIn(one), numbersIn(other)];
  if (after === undefined || before === undefined) return false;
  return after.major > before.major || (after.major === before.major && after.minor > before.minor);
}

/** A known text. */
const text = (value: Value): string | undefined =>
  typeof value === "string" && value !== "" && isComparableValue(value) ? value : undefined;

/** The component to which a resource belongs. */
const owner = ({ parent = "" }: PlannedResource): string =>
  label({ urn: parent, type: parent.split("::")[2]?.split("$").at(-1) ?? "" });
