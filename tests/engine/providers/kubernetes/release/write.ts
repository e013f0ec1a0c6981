import { type CreateRequest, InitFailed, type UpdateRequest } from "../../stand-in";
import type { Properties } from "../../property-values";
import { type Cluster, type Session } from "../session";
import { objectId } from "../tokens";
import type { Charts } from "./chart";
import { HelmError, helmInCluster } from "./helm-cli";
import { ReleaseInputs } from "./inputs";
import { readRecord, recorded } from "./record";
import { releaseState } from "./state";

const DEFAULT_TIMEOUT_SECONDS = 300;

/** Installs a release. One that does not get ready in time stays, and its state with it, unless `atomic`. */
export async function createRelease(
  session: Session,
  charts: Charts,
  request: CreateRequest,
): Promise<{ id: string; properties: Properties }> {
  const release = ReleaseInputs.read(request.properties);
  if (request.preview) return { id: "", properties: releaseState(request.properties, release, "unknown") };
  const { cluster } = session;
  if (!cluster) throw new Error(`can't create Helm Release with unreachable cluster: ${session.unreachable ?? ""}`);
  const id = objectId(release.namespace, release.name);
  const chart = await charts.load(release);
  try {
    await helmInCluster(session, {
      args: ["install", release.name, chart.path, ...installFlags(release), ...writeFlags(release)],
      input: JSON.stringify(release.values),
    });
  } catch (error) {
    // A name that is taken has a record too, but not of ours.
    if (!(error instanceof HelmError) || error.message.includes("cannot re-use a name")) throw error;
    const failed = await stateOf(cluster, request.properties, release);
    if (!failed) throw error;
    session.log.line(
      "warning",
      `Helm release ${JSON.stringify(release.name)} was created but has a failed status. Use the \`helm\` command to ` +
        `investigate the error, correct it, then retry. Reason: ${error.message}`,
      request.urn,
    );
    throw new InitFailed(
      id,
      `Helm release ${JSON.stringify(id)} was created, but failed to initialize completely. Use Helm CLI to investigate: ${unavailable(release, error)}`,
      failed,
    );
  }
  return { id, properties: await requiredState(cluster, request.properties, release) };
}

/** Upgrades a release. One that helm refuses stays at its revision. */
export async function updateRelease(
  session: Session,
  charts: Charts,
  request: UpdateRequest,
): Promise<{ properties: Properties }> {
  const release = ReleaseInputs.read(request.news);
  if (request.preview) return { properties: releaseState(request.news, release, "unknown") };
  const { cluster } = session;
  if (!cluster) throw new Error(`can't update Helm Release with unreachable cluster: ${session.unreachable ?? ""}`);
  const id = objectId(release.namespace, release.name);
  const chart = await charts.load(release);
  if (release.flag("lint"))
    await helmInCluster(session, {
      args: ["lint", chart.path, "--values", "-"],
      input: JSON.stringify(release.values),
    });
  const before = await readRecord(cluster, release.namespace, release.name);
  try {
    await helmInCluster(session, {
      args: ["upgrade", release.name, chart.path, ...upgradeFlags(release), ...writeFlags(release)],
      input: JSON.stringify(release.values),
    });
  } catch (error) {
    if (!(error instanceof HelmError)) throw error;
    const after = await readRecord(cluster, release.namespace, release.name);
    if (!after || after.revision === before?.revision) throw error;
    throw new InitFailed(
      id,
      `Helm release ${JSON.stringify(id)} failed to initialize completely. Use Helm CLI to investigate: ${unavailable(release, error)}`,
      await requiredState(cluster, request.news, release),
    );
  }
  return { properties: await requiredState(cluster, request.news, release) };
}

function unavailable(release: ReleaseInputs, error: Error): string {
  const id = objectId(release.namespace, release.name);
  return `failed to become available within allocated timeout. Error: Helm Release ${id}: ${error.message}`;
}

async function stateOf(cluster: Cluster, inputs: Properties, release: ReleaseInputs): Promise<Properties | undefined> {
  const record = await readRecord(cluster, release.namespace, release.name);
  if (!record) return undefined;
  const { release: live, outputs } = recorded(release, record);
  return releaseState(inputs, live, outputs);
}

async function requiredState(cluster: Cluster, inputs: Properties, release: ReleaseInputs): Promise<Properties> {
  const state = await stateOf(cluster, inputs, release);
  if (!state) throw new Error(`release ${JSON.stringify(release.name)} has no record after helm has finished`);
  return state;
}

/** The flag where the input is set. */
function flags(release: ReleaseInputs, inputs: Record<string, string>): string[] {
  return Object.entries(inputs).flatMap(([input, flag]) => (release.flag(input) ? [flag] : []));
}

/** Flags that install and upgrade share. The real provider embeds Helm 3, which waits and writes in its own ways. */
function writeFlags(release: ReleaseInputs): string[] {
  const waits = release.flag("atomic") || !release.flag("skipAwait");
  const seconds = release.number("timeout") || DEFAULT_TIMEOUT_SECONDS;
  const description = release.text("description");
  return [
    "--namespace",
    release.namespace,
    "--values",
    "-",
    "--timeout",
    `${seconds}s`,
    "--server-side=false",
    ...(waits ? ["--wait=legacy"] : []),
    ...(waits && release.flag("waitForJobs") ? ["--wait-for-jobs"] : []),
    ...(description === "" ? [] : ["--description", description]),
    ...flags(release, {
      atomic: "--rollback-on-failure",
      dependencyUpdate: "--dependency-update",
      disableOpenapiValidation: "--disable-openapi-validation",
      renderSubchartNotes: "--render-subchart-notes",
      takeOwnership: "--take-ownership",
    }),
  ];
}

function installFlags(release: ReleaseInputs): string[] {
  return flags(release, {
    createNamespace: "--create-namespace",
    disableWebhooks: "--no-hooks",
    replace: "--replace",
    skipCrds: "--skip-crds",
  });
}

function upgradeFlags(release: ReleaseInputs): string[] {
  return [
    "--history-max",
    release.number("maxHistory").toString(),
    ...flags(release, {
      cleanupOnFail: "--cleanup-on-fail",
      disableCRDHooks: "--no-hooks",
      forceUpdate: "--force-replace",
      resetValues: "--reset-values",
      reuseValues: "--reuse-values",
    }),
  ];
}
