import { isDeepStrictEqual } from "node:util";
import { valueAt } from "../../property-values";
import { isNotFound } from "../api-error";
import type { Judge, Subject } from "./assessment";
import { readAgain, textAt } from "./owned";

async function waitsForConsumer({ cluster }: Subject, className: unknown): Promise<boolean> {
  if (typeof className !== "string" || className === "") return false;
  try {
    const storageClass = await cluster.objects.get(
      { group: "storage.k8s.io", version: "v1", kind: "StorageClass" },
      undefined,
      className,
    );
    return storageClass.volumeBindingMode === "WaitForFirstConsumer";
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** A claim is bound, or pending where its class binds no earlier than a pod uses it (kubernetes provider 4.32, pkg/await/awaiters.go). */
export const judgeClaim: Judge = (subject) => async () => {
  const live = await readAgain(subject, { group: "", version: "v1", kind: "PersistentVolumeClaim" });
  const phase = valueAt(live, "status", "phase");
  if (phase === "Bound") return { ready: true, live, problems: [] };
  const mayStayPending =
    phase === "Pending" && (await waitsForConsumer(subject, valueAt(live, "spec", "storageClassName")));
  return { ready: mayStayPending, live, problems: [] };
};

/** A volume can be claimed, or is. */
export const judgeVolume: Judge = (subject) => async () => {
  const live = await readAgain(subject, { group: "", version: "v1", kind: "PersistentVolume" });
  return { ready: ["Available", "Bound"].includes(textAt(live, "status", "phase")), live, problems: [] };
};

/** A quota is in force. */
export const judgeQuota: Judge = (subject) => async () => {
  const live = await readAgain(subject, { group: "", version: "v1", kind: "ResourceQuota" });
  return {
    ready: isDeepStrictEqual(valueAt(live, "spec", "hard"), valueAt(live, "status", "hard")),
    live,
    problems: [],
  };
};
