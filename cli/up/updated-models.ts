import { ToolFailed, type ClusterAccess } from "../cluster/access";
import { identifyingManifest, liveObject, ownedBy } from "../cluster/objects";
import { Interrupted, poll } from "../cluster/poll";
import { isObserved, isRolledOut } from "../cluster/rollout";
import { Clusters, type ClusterOptions } from "../cluster/stack-clusters";
import type { EventResource } from "../display/run-event";
import { exportState, label, MODEL_TYPE, resourcesOf, type StateValues } from "../stack/state";
import { UserError } from "../user-error";

/** A model that did not become available after its update. */
export interface UnavailableModel extends EventResource {
  /** What happened, in one line. */
  readonly text: string;
}

/** Waits for the models among updated resources, and returns those that did not become available. */
export async function unavailableModels(
  updated: readonly EventResource[],
  { print, ...options }: ClusterOptions & { readonly print: (line: string) => void },
): Promise<UnavailableModel[]> {
  const models = updated.filter(({ type }) => type === MODEL_TYPE);
  if (models.length === 0) return [];
  const clusters = new Clusters(options);
  const resources = resourcesOf(await exportState(options.stack));
  const waits = models.map(async (model) => {
    const resource = resources.find(({ urn }) => urn === model.urn);
    if (resource?.inputs === undefined) return [];
    const { urn, type, inputs } = resource;
    try {
      const text = await awaitModel({ urn, type, inputs, cluster: await clusters.of(resource) }, print);
      return text === undefined ? [] : [{ ...model, text }];
    } catch (error) {
      // The update has ended. Without kubectl, or without permission to write a status, only its result is not known.
      const isToolProblem = error instanceof ToolFailed || error instanceof UserError;
      if (!isToolProblem || error instanceof Interrupted) throw error;
      print(`warning: cannot tell whether ${label(resource)} serves its update: ${error.message}`);
      return [];
    }
  });
  return (await Promise.all(waits)).flat();
}

/** A model that was updated, and its cluster. */
export interface UpdatedModel {
  readonly urn: string;
  readonly type: string;
  readonly inputs: StateValues;
  readonly cluster: ClusterAccess;
}

/**
 * Waits until an updated model serves its update, for at most the time that its own annotation says. Returns why it does
 * not, or `undefined` if it does.
 *
 * The engine's own wait does not work for an update: Seldon Core's operator never writes an observed generation (1.17.1), so
 * the status `Available` may still describe the model before the update. But the operator writes `status.description` at the
 * end of every reconciliation, and the API server rejects a status that is based on an older version of the model. So this
 * function writes a marker into the description; when the marker is gone, the operator has seen the update and has changed
 * the Deployments. The operator's status does not consider the generations of the Deployments, so they are checked here.
 */
export async function awaitModel(model: UpdatedModel, print: (line: string) => void): Promise<string | undefined> {
  const limitSeconds = secondsToWait(model.inputs);
  if (limitSeconds === undefined) return undefined;
  const marker = `mlplatform up asked at ${new Date().toISOString()} whether this is up to date`;
  await writeMarker(model, marker);
  let hasAnswered = false;
  const isSettled = settledFailure();
  const result = await poll({
    read: async () => {
      const status = await readStatus(model, marker);
      hasAnswered ||= status.hasAnswered;
      return { ...status, hasAnswered };
    },
    isDone: ({ isServing, failure }) => isServing || isSettled(failure),
    waitingFor: label(model),
    limitSeconds,
    onWait: () => {
      print(`waiting for ${label(model)} to serve its update, ${limitSeconds} s at most`);
    },
  });
  if (result.isServing) return undefined;
  const text = `${label(model)} was updated, but did not become available`;
  if (result.failure !== undefined) return text;
  const noAnswer = ": Seldon Core's operator has not seen the update (does seldon-controller-manager run?)";
  return `${text} within ${limitSeconds} s${result.hasAnswered ? "" : noAnswer}`;
}

/** The inputs `wait` and `waitSeconds` of the component, as annotations. */
function secondsToWait({ metadata }: StateValues): number | undefined {
  const { annotations = {} } = (metadata ?? {}) as { annotations?: Readonly<Record<string, unknown>> };
  // A model with routes of its own also waits for its pods.
  if (!String(annotations["pulumi.com/waitFor"]).includes("jsonpath={.status.state}=Available")) return undefined;
  return Number(annotations["pulumi.com/timeoutSeconds"] ?? 600);
}

async function writeMarker({ inputs, cluster }: UpdatedModel, marker: string): Promise<void> {
  const patch = JSON.stringify({ status: { description: marker } });
  await cluster.kubectl(
    ["patch", "-f", "-", "--subresource=status", "--type=merge", "-p", patch, "--field-manager=mlplatform"],
    identifyingManifest(inputs),
  );
}

interface ModelStatus {
  readonly hasAnswered: boolean;
  readonly isServing: boolean;
  /** Why the operator reports `Failed`; absent if it reports something else. */
  readonly failure?: string;
}

const UNKNOWN: ModelStatus = { hasAnswered: false, isServing: false };

/** Seconds after which a failure that does not change is final: by then the operator has retried more than ten times. */
const SETTLED_SECONDS = 60;

/**
 * Tells whether a failure is final. The operator also writes `Failed` for an error that passes, such as an object that it
 * has deleted itself and still finds in its cache, and for a Deployment whose status is from before the update. It retries
 * after 5 ms, 10 ms and so on, always twice as long (1.17.1, `Reconcile` and the default of controller-runtime).
 */
function settledFailure(): (failure: string | undefined) => boolean {
  let last: string | undefined;
  let since = 0;
  return (failure) => {
    if (failure === undefined || failure !== last) since = Date.now();
    last = failure;
    return failure !== undefined && Date.now() - since >= SETTLED_SECONDS * 1000;
  };
}

async function readStatus({ inputs, cluster }: UpdatedModel, marker: string): Promise<ModelStatus> {
  try {
    const live = await liveObject(cluster, inputs);
    const { state, description } = live?.status ?? {};
    if (live === undefined || description === marker) return UNKNOWN;
    const deployments = (await ownedBy(live.metadata, ["deployments.apps"], cluster)).filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    );
    return {
      hasAnswered: true,
      isServing: state === "Available" && deployments.every(isRolledOut),
      failure: state === "Failed" && deployments.every(isObserved) ? String(description) : undefined,
    };
  } catch (error) {
    if (error instanceof ToolFailed) return UNKNOWN; // the cluster may be unreachable for a moment
    throw error;
  }
}
