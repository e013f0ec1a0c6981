import type { ClusterAccess } from "../cluster/access";
import { installedBy, liveObject, ownedBy, warningsOf, type LiveObject, type ObjectMetadata } from "../cluster/objects";
import { Clusters, type ClusterOptions } from "../cluster/stack-clusters";
import type { EventResource } from "../display/run-event";
import { exportState, label, RELEASE_TYPE, resourcesOf, type StateValues } from "../stack/state";

/**
 * What the cluster says about resources that did not become ready: the engine knows only that a wait timed out. Each object
 * is read once, after the timeout, so this adds no wait. The pods of an object are read too, because only their events show
 * that a pod cannot be scheduled or that its image does not exist.
 */
export async function explainFailure(failed: readonly EventResource[], options: ClusterOptions): Promise<string[]> {
  const objects = failed.filter(({ type }) => type.startsWith("kubernetes:"));
  if (objects.length === 0) return [];
  const clusters = new Clusters(options);
  const resources = resourcesOf(await exportState(options.stack));
  const lines = objects.map(async ({ urn, inputs }) => {
    const resource = resources.find((record) => record.urn === urn);
    if (resource === undefined) return []; // it was not created, and the engine has said why
    const cluster = await clusters.of(resource);
    if (resource.type === RELEASE_TYPE) return explainRelease({ ...inputs, ...resource.outputs }, cluster);
    const live = await liveObject(cluster, resource.inputs ?? inputs);
    if (live === undefined) return [];
    const ownStatus = statusSentences(live.status ?? {}).map((sentence) => `${label(resource)} ${sentence}`);
    return [...ownStatus, ...(await explainPods(live.metadata, cluster))];
  });
  return (await Promise.all(lines)).flat();
}

/** What keeps the objects of a chart from being ready: Helm says only that it waited in vain. */
async function explainRelease({ name, namespace }: StateValues, cluster: ClusterAccess): Promise<string[]> {
  if (typeof name !== "string" || typeof namespace !== "string") return [];
  const objects = await installedBy({ name, namespace }, RELEASE_KINDS, cluster);
  const lines = objects.map(async (object) => {
    const what = `${object.kind} ${namespace}/${object.metadata.name}`;
    const own = releaseSentences(object).map((sentence) => `${what} ${sentence}`);
    if (own.length === 0) return [];
    return [...own, ...(await explainPods(object.metadata, cluster))];
  });
  return (await Promise.all(lines)).flat();
}

/** The kinds that Helm waits for (helm.sh/helm/v3, pkg/kube/ready.go). */
const RELEASE_KINDS = ["services", "deployments.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch"];

/** Of a Service of type LoadBalancer. */
const NO_ADDRESS =
  "has no address: the cluster has not given it a load balancer. Look at its events with kubectl describe; if the cluster provides " +
  "no load balancers, write metallb, or choose NodePort or ClusterIP as the type of the service";

/** What an object of a chart lacks, and what to do about it. Nothing if it is ready. */
export function releaseSentences({
  kind,
  metadata: { name, namespace = "" },
  spec = {},
  status = {},
}: LiveObject): string[] {
  if (kind === "Service") {
    const { ingress = [] } = (status["loadBalancer"] ?? {}) as { readonly ingress?: readonly unknown[] };
    return spec["type"] === "LoadBalancer" && ingress.length === 0 ? [NO_ADDRESS] : [];
  }
  if (kind === "Job") {
    const conditions = (status["conditions"] ?? []) as Condition[];
    const failure = conditions.find(({ type, status: met }) => type === "Failed" && met === "True");
    if (failure === undefined) return [];
    const cause = [text(failure.reason), text(failure.message)].filter(Boolean).join(": ");
    return [`failed (${cause}). Read why with kubectl logs job/${name} --namespace ${namespace}`];
  }
  if (kind === "StatefulSet") return readySentences(status["readyReplicas"], spec["replicas"] ?? 1);
  if (kind === "DaemonSet") return readySentences(status["numberReady"], status["desiredNumberScheduled"]);
  return statusSentences(status);
}

/** These kinds have no conditions. */
const readySentences = (ready: unknown, wanted: unknown): string[] =>
  Number(ready ?? 0) < Number(wanted ?? 0) ? [`has ${Number(ready ?? 0)} of ${Number(wanted)} pods ready`] : [];

/** The unmet conditions of an object's Deployments, and the warnings about them and their pods. */
async function explainPods(owner: ObjectMetadata, cluster: ClusterAccess): Promise<string[]> {
  const objects = await ownedBy(owner, ["deployments.apps", "replicasets.apps", "pods"], cluster);
  const deployments = objects.filter(({ kind }) => kind === "Deployment");
  const unmet = deployments.flatMap(({ kind, metadata, status }) =>
    statusSentences(status ?? {}).map((sentence) => `${kind} ${metadata.name} ${sentence}`),
  );
  return [...unmet, ...(await warningsOf(objects, owner, cluster))];
}

interface Condition {
  readonly type?: unknown;
  readonly status?: unknown;
  readonly reason?: unknown;
  readonly message?: unknown;
}

/** A status in words: its state with a description, and the conditions that are not met. */
export function statusSentences(status: Readonly<Record<string, unknown>>): string[] {
  const { state, phase, description, message, conditions } = status;
  const summary = [text(state) ?? text(phase), text(description) ?? text(message)].filter(Boolean).join(": ");
  const unmet = (Array.isArray(conditions) ? (conditions as Condition[]) : [])
    .filter((condition) => condition.status === "False")
    .map(({ type, reason, message: detail }) => {
      const cause = [text(reason), text(detail)].filter(Boolean).join(": ");
      return `is not ${text(type) ?? "ready"}${cause === "" ? "" : ` (${cause})`}`;
    });
  return [...(summary === "" ? [] : [`is ${summary}`]), ...unmet];
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
