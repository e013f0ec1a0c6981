import { type Properties, stringAt, valueAt } from "../../property-values";
import type { Assessment, Judge, Subject } from "./assessment";
import { conditionOf, listAt, numberAt, ownedBy, readAgain } from "./owned";
import { podProblems } from "./pod";

const DEPLOYMENT = { group: "apps", version: "v1", kind: "Deployment" };
const REPLICA_SET = { group: "apps", version: "v1", kind: "ReplicaSet" };
const CLAIM = { group: "", version: "v1", kind: "PersistentVolumeClaim" };

function revisionOf(object: Properties | undefined): string {
  return (object && stringAt(valueAt(object, "metadata", "annotations"), "deployment.kubernetes.io/revision")) ?? "";
}

/** `[Reason] message` where a condition is not met. */
function complaint(condition: Properties | undefined): string[] {
  if (!condition || condition.status === "True") return [];
  return [`[${stringAt(condition, "reason") ?? ""}] ${stringAt(condition, "message") ?? ""}`];
}

async function unboundClaims(subject: Subject, deployment: Properties): Promise<string[]> {
  const names = listAt(deployment, "spec", "template", "spec", "volumes").flatMap(
    (volume) => stringAt(volume.persistentVolumeClaim, "claimName") ?? [],
  );
  if (names.length === 0) return [];
  const claims = await subject.cluster.objects.list(CLAIM, stringAt(valueAt(deployment, "metadata"), "namespace"));
  const unbound = claims.filter((claim) => valueAt(claim, "status", "phase") !== "Bound");
  return unbound
    .map((claim) => stringAt(valueAt(claim, "metadata"), "name") ?? "")
    .filter((name) => names.includes(name));
}

/** A rollout is complete: available, its newest replica set ready, its claims bound (kubernetes provider 4.32, pkg/await/deployment.go). */
export const judgeDeployment: Judge = (subject) => async (): Promise<Assessment> => {
  const live = await readAgain(subject, DEPLOYMENT);
  const revision = revisionOf(live);
  const replicaSets = await ownedBy(subject, live, REPLICA_SET);
  const newest = revision === "" ? undefined : replicaSets.find((set) => revisionOf(set) === revision);

  const available = conditionOf(live, "Available");
  const progressing = conditionOf(live, "Progressing");
  const isSeen = numberAt(live, "metadata", "generation") === numberAt(live, "status", "observedGeneration");
  const isAvailable = isSeen && available?.status === "True";
  const isRolledOut = progressing?.status === "True" && progressing.reason === "NewReplicaSetAvailable";
  const wanted = (newest && numberAt(newest, "spec", "replicas")) ?? 1;
  const ready = (newest && numberAt(newest, "status", "readyReplicas")) ?? 0;
  const isNewestReady = newest !== undefined && ready >= wanted;
  const unbound = await unboundClaims(subject, live);

  if (isAvailable && (revision === "1" || isRolledOut) && isNewestReady && unbound.length === 0) {
    return { ready: true, live, problems: [] };
  }
  const complaints = [...complaint(progressing), ...complaint(available)];
  const pods = newest ? await ownedBy(subject, newest, { group: "", version: "v1", kind: "Pod" }) : [];
  const podComplaints = pods.flatMap(podProblems);
  const problems = [...complaints];
  if (unbound.length > 0)
    problems.push(`Failed to bind PersistentVolumeClaim(s): ${JSON.stringify(unbound.join(","))}`);
  if (!isAvailable) problems.push("Minimum number of live Pods was not attained");
  else if (revision !== "1" && !isRolledOut)
    problems.push("Minimum number of Pods to consider the application live was not attained");
  else if (!isNewestReady)
    problems.push("Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live");
  return {
    ready: false,
    live,
    problems: [...problems, ...podComplaints],
    progress: [
      {
        severity: "info",
        message: `Waiting for app ReplicaSet to be available (${ready}/${wanted} Pods available)`,
      },
      ...[...complaints, ...podComplaints].map((message) => ({ severity: "warning" as const, message })),
    ],
  };
};
