import { liveObject } from "../recover/live-object";
import { pause } from "../recover/pause";
import { shown, type StateValues } from "../recover/state";
import { ToolFailed, type ClusterAccess } from "../recover/tools";
import { isRolledOut, ownedBy } from "./owned";

/** The token of a model. */
export const MODEL_TYPE = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment";

/** A model that was updated, and where it is. */
export interface UpdatedModel {
  readonly urn: string;
  readonly type: string;
  readonly inputs: StateValues;
  readonly cluster: ClusterAccess;
}

/**
 * Waits until an updated model serves what it was updated to, as long as its own annotation says; tells why it does not.
 *
 * The engine's wait is of no use for an update: Seldon Core's operator never writes an observed generation (1.17.1), so
 * `Available` is still what it said of the model before. It writes `status.description` at the end of every
 * reconciliation, though, and the API server refuses what it writes from an older form of the model than there is. So a
 * description of ours that is gone was replaced by somebody who knew the update. By then the operator has changed the
 * Deployments, whose generations are to be trusted; its word of them is not: it does not look at their generations.
 */
export async function awaitModel(model: UpdatedModel, say: (line: string) => void): Promise<string | undefined> {
  const seconds = secondsToWait(model.inputs);
  if (seconds === undefined) return undefined;
  const deadline = Date.now() + seconds * 1000;
  const question = `mlplatform up asked at ${new Date().toISOString()} whether this is up to date`;
  await ask(model, question);
  let [told, answered] = [false, false];
  for (;;) {
    const { serves, failed, ...seen } = await look(model, question);
    if (serves) return undefined;
    answered ||= seen.answered;
    const notServing = `${shown(model)} was updated, but did not become available`;
    if (failed) return notServing;
    if (Date.now() >= deadline) {
      const silence = answered
        ? ""
        : ": Seldon Core's operator has not looked at it (does seldon-controller-manager run?)";
      return `${notServing} within ${seconds} s${silence}`;
    }
    if (!told) say(`waiting for ${shown(model)} to serve its update, ${seconds} s at most`);
    told = true;
    await pause(Math.min(1000, deadline - Date.now()), shown(model));
  }
}

/** What the component's `wait` and `waitSeconds` became. */
function secondsToWait({ metadata }: StateValues): number | undefined {
  const { annotations = {} } = (metadata ?? {}) as { annotations?: Readonly<Record<string, unknown>> };
  if (annotations["pulumi.com/waitFor"] !== "jsonpath={.status.state}=Available") return undefined;
  return Number(annotations["pulumi.com/timeoutSeconds"] ?? 600);
}

async function ask({ inputs, cluster }: UpdatedModel, question: string): Promise<void> {
  const { apiVersion, kind, metadata } = inputs;
  const { name, namespace } = metadata as Readonly<Record<string, string>>;
  const patch = JSON.stringify({ status: { description: question } });
  await cluster.kubectl(
    ["patch", "-f", "-", "--subresource=status", "--type=merge", "-p", patch, "--field-manager=mlplatform"],
    JSON.stringify({ apiVersion, kind, metadata: { name, namespace } }),
  );
}

interface Seen {
  readonly answered: boolean;
  readonly serves: boolean;
  readonly failed: boolean;
}

const NOTHING: Seen = { answered: false, serves: false, failed: false };

async function look({ inputs, cluster }: UpdatedModel, question: string): Promise<Seen> {
  try {
    const live = await liveObject(cluster, inputs);
    const { state, description } = live?.status ?? {};
    if (live === undefined || description === question) return NOTHING;
    const deployments = (await ownedBy(live.metadata, ["deployments.apps"], cluster)).filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    );
    const observed = deployments.every(({ metadata, status }) => status?.observedGeneration === metadata.generation);
    return {
      answered: true,
      serves: state === "Available" && deployments.every(isRolledOut),
      failed: state === "Failed" && observed,
    };
  } catch (error) {
    if (error instanceof ToolFailed) return NOTHING; // a cluster may be out of reach for a moment
    throw error;
  }
}
