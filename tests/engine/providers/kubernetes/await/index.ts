import type { Properties } from "../../property-values";
import { annotation, isAnnotated } from "../annotations";
import { gvkOfObject } from "../tokens";
import type { Judge, Subject } from "./assessment";
import { judgeWaitFor } from "./condition";
import { judgeDeployment } from "./deployment";
import { judgeIngress } from "./ingress";
import { textAt } from "./owned";
import { judgePod } from "./pod";
import { judgeService } from "./service";
import { judgeClaim, judgeQuota, judgeVolume } from "./storage";
import { NotReady, waitUntilReady } from "./wait";
import { judgeDaemonSet, judgeJob, judgeReplicationController, judgeStatefulSet } from "./workloads";

/** The kinds that are waited for without being asked to. */
const JUDGES: Record<string, Judge> = {
  "apps/DaemonSet": judgeDaemonSet,
  "apps/Deployment": judgeDeployment,
  "apps/StatefulSet": judgeStatefulSet,
  "batch/Job": judgeJob,
  "networking.k8s.io/Ingress": judgeIngress,
  "/PersistentVolume": judgeVolume,
  "/PersistentVolumeClaim": judgeClaim,
  "/Pod": judgePod,
  "/ReplicationController": judgeReplicationController,
  "/ResourceQuota": judgeQuota,
  "/Service": judgeService,
};

/** Kinds that are judged on a refresh too, so that one which broke meanwhile is reported. */
const JUDGED_ON_READ = new Set([
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/StatefulSet",
  "batch/Job",
  "networking.k8s.io/Ingress",
  "/Pod",
  "/Service",
]);

function keyOf(object: Properties): string {
  const { group, kind } = gvkOfObject(object);
  return `${group}/${kind}`;
}

/** Waits until an object that was just written is ready, and returns it as it then is; throws `NotReady`. */
export async function untilReady(
  subject: Omit<Subject, "atOnce">,
  options: { urn: string; inputs: Properties; timeoutMs: number },
): Promise<Properties> {
  const { outputs, session } = subject;
  if (isAnnotated(options.inputs, "skipAwait")) return outputs;
  const waitFor = annotation(outputs, "waitFor");
  const judge = waitFor ? judgeWaitFor(waitFor) : JUDGES[keyOf(outputs)];
  if (!judge) return outputs;
  const whole = { ...subject, atOnce: false };
  const live = await waitUntilReady(judge(whole), whole, {
    urn: options.urn,
    timeoutMs: options.timeoutMs,
    // A DaemonSet is waited for as by a condition.
    timedOut: (name) =>
      waitFor || keyOf(outputs) === "apps/DaemonSet"
        ? "timed out waiting for the condition"
        : `'${name}' timed out waiting to be Ready`,
  });
  session.log.status("info", "", options.urn);
  return live;
}

/** Throws `NotReady` where an object that exists is not well at the moment. */
export async function refuseUnready(subject: Omit<Subject, "atOnce">, inputs: Properties): Promise<void> {
  const key = keyOf(subject.outputs);
  const judge = JUDGES[key];
  if (!judge || !JUDGED_ON_READ.has(key) || isAnnotated(inputs, "skipAwait")) return;
  const { ready, live, problems } = await judge({ ...subject, atOnce: true })();
  const name = textAt(live, "metadata", "name");
  if (!ready) throw new NotReady(`Resource '${name}' was created but failed to initialize`, live, problems);
}
