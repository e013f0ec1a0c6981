import { type Properties, objectAt, stringAt, valueAt } from "../../property-values";
import type { Judge } from "./assessment";
import { conditionOf, listAt, numberAt, readAgain } from "./owned";

function qualifiedName(pod: Properties): string {
  const metadata = objectAt(pod, "metadata");
  const namespace = stringAt(metadata, "namespace") ?? "";
  const name = stringAt(metadata, "name") ?? "";
  return namespace === "" || namespace === "default" ? name : `${namespace}/${name}`;
}

function containerProblems(container: Properties): string[] {
  if (container.ready === true) return [];
  const waiting = valueAt(container, "state", "waiting");
  const terminated = valueAt(container, "state", "terminated");
  const problems: string[] = [];
  const waitingReason = stringAt(waiting, "reason");
  if (waitingReason !== undefined && waitingReason !== "ContainerCreating") {
    problems.push(`[${waitingReason}] ${stringAt(waiting, "message") ?? ""}`);
  }
  const exitReason = stringAt(terminated, "reason");
  if (terminated !== undefined && exitReason !== undefined) {
    const message = stringAt(terminated, "message");
    const exitCode = (numberAt(terminated, "exitCode") ?? 0).toString();
    problems.push(
      message
        ? `[${exitReason}] ${message}`
        : `container "${stringAt(container, "name") ?? ""}" completed with exit code ${exitCode}`,
    );
  }
  return problems;
}

/** What keeps a pod from being ready, one line per failed condition (kubernetes provider 4.32, pkg/await/checker/pod). */
export function podProblems(pod: Properties): string[] {
  const failed = ["PodScheduled", "Initialized", "Ready"]
    .map((type) => conditionOf(pod, type))
    .find((condition) => condition !== undefined && condition.status !== "True");
  if (!failed) return [];
  const containers = [...listAt(pod, "status", "initContainerStatuses"), ...listAt(pod, "status", "containerStatuses")];
  const details = containers.flatMap(containerProblems).join("\n");
  const message = stringAt(failed, "reason") ? (stringAt(failed, "message") ?? "") : "";
  return message === "" && details === "" ? [] : [`[Pod ${qualifiedName(pod)}]: ${message}${details}`];
}

/** A pod is ready, or has done its work. */
export const judgePod: Judge = (subject) => async () => {
  const live = await readAgain(subject, { group: "", version: "v1", kind: "Pod" });
  const ready = conditionOf(live, "Ready");
  if (ready && (ready.status === "True" || valueAt(live, "status", "phase") === "Succeeded"))
    return { ready: true, live, problems: [] };
  const name = qualifiedName(live);
  return {
    ready: false,
    live,
    problems: podProblems(live),
    progress: [{ severity: "info", message: `Waiting for Pod "${name}" to be ready` }],
  };
};
