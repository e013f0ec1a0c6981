import { valueAt } from "../../property-values";
import type { Judge } from "./assessment";
import { conditionOf, listAt, numberAt, ownedBy, readAgain, textAt } from "./owned";
import { podProblems } from "./pod";

const POD = { group: "", version: "v1", kind: "Pod" };

/** All replicas are ready and of the newest revision (kubernetes provider 4.32, pkg/await/statefulset.go). */
export const judgeStatefulSet: Judge = (subject) => async () => {
  const live = await readAgain(subject, { group: "apps", version: "v1", kind: "StatefulSet" });
  const status = (field: string) => numberAt(live, "status", field) ?? 0;
  const wanted = numberAt(live, "spec", "replicas") ?? 1;
  const generation = numberAt(live, "metadata", "generation") ?? 0;
  const isSeen = status("observedGeneration") >= generation;
  const updatesOnDelete = generation > 1 && valueAt(live, "spec", "updateStrategy", "type") === "OnDelete";
  const current = textAt(live, "status", "currentRevision");
  const update = textAt(live, "status", "updateRevision");
  const isOfRevision = isSeen && (updatesOnDelete || (current !== "" && current === update));
  const counts = [status("replicas"), status("readyReplicas"), ...(updatesOnDelete ? [] : [status("currentReplicas")])];
  const hasReplicas = isSeen && counts.every((count) => count === wanted);
  if (isOfRevision && hasReplicas) return { ready: true, live, problems: [] };
  const pods = (await ownedBy(subject, live, POD)).flatMap(podProblems);
  const ready = status("readyReplicas").toString();
  return {
    ready: false,
    live,
    problems: [
      ...(hasReplicas ? [] : [`${ready} out of ${wanted} replicas succeeded readiness checks`]),
      ...(isOfRevision
        ? []
        : [`StatefulSet controller failed to advance from revision "${current}" to revision "${update}"`]),
      ...pods,
    ],
    progress: [
      {
        severity: "info",
        message: `[1/2] Waiting for StatefulSet to create Pods (${ready}/${wanted} Pods ready)`,
      },
      ...pods.map((message) => ({ severity: "warning" as const, message })),
    ],
  };
};

/** Every node that should has an up-to-date, available pod (kubernetes provider 4.32, pkg/await/daemonset.go). */
export const judgeDaemonSet: Judge = (subject) => async () => {
  const live = await readAgain(subject, { group: "apps", version: "v1", kind: "DaemonSet" });
  const status = (field: string) => numberAt(live, "status", field) ?? 0;
  const wanted = status("desiredNumberScheduled");
  const isSeen = numberAt(live, "status", "observedGeneration") === numberAt(live, "metadata", "generation");
  const counts = [
    status("currentNumberScheduled"),
    status("updatedNumberScheduled"),
    status("numberAvailable"),
    status("numberReady"),
  ];
  const message = `Available: ${status("numberAvailable")}/${wanted}`;
  return {
    ready: isSeen && counts.every((count) => count >= wanted),
    live,
    problems: [message],
    progress: [{ severity: "info", message }],
  };
};

/** A job is complete; one that has failed for good will not be (kubernetes provider 4.32, pkg/await/checker/job). */
export const judgeJob: Judge = (subject) => async () => {
  const live = await readAgain(subject, { group: "batch", version: "v1", kind: "Job" });
  const failed = conditionOf(live, "Failed");
  const isHopeless =
    failed?.status === "True" && ["BackoffLimitExceeded", "DeadlineExceeded"].includes(textAt(failed, "reason"));
  const count = (field: string) => (numberAt(live, "status", field) ?? 0).toString();
  return {
    ready: !isHopeless && conditionOf(live, "Complete")?.status === "True",
    live,
    problems: isHopeless
      ? [`[${textAt(failed, "reason")}] ${textAt(failed, "message")}`]
      : (await ownedBy(subject, live, POD)).flatMap(podProblems),
    progress: [
      {
        severity: "info",
        message: `Waiting for Job "${textAt(live, "metadata", "name")}" to succeed (Active: ${count("active")} | Succeeded: ${count("succeeded")} | Failed: ${count("failed")})`,
      },
    ],
    hopeless: isHopeless,
  };
};

/** A replication controller has all its replicas. */
export const judgeReplicationController: Judge = (subject) => async () => {
  const live = await readAgain(subject, { group: "", version: "v1", kind: "ReplicationController" });
  return {
    ready: numberAt(live, "status", "availableReplicas") === numberAt(live, "spec", "replicas"),
    live,
    problems: listAt(live, "status", "conditions").map((condition) => textAt(condition, "message")),
  };
};
