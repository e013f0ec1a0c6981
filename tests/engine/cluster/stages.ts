import { annotation, exists, is, isAbsent, isNot, remove, setStatus, stage, type Stage } from "./stage";
import { loadBalancerStatus, nodeStatus, runningPodStatus, succeededPodStatus } from "./status-templates";

/** What decides how the simulated machines behave. */
export interface Simulation {
  /** Seconds from a pod's placement on a node until its containers run. */
  readonly startDelay: number;
  /** Whether Services of type LoadBalancer get an address. */
  readonly loadBalancers: boolean;
}

/**
 * API versions, with a comma between them, without which the container of a pod with this annotation exits. The pod has `neverReady`, too,
 * until the API server has them.
 */
export const missing = "mlplatform.test/missing";

/** A pod with this annotation, set to "true", runs but never becomes ready, as when its readiness probe fails. */
export const neverReady = "mlplatform.test/never-ready";

const ready = '.status.conditions.[] | select(.type == "Ready") | .status';
const alive = isAbsent(".metadata.deletionTimestamp");
const starting = [alive, exists(".spec.nodeName"), is(".status.phase", "Pending")];

/** What kwok plays in place of kubelets and a cloud. */
export function stages({ startDelay, loadBalancers }: Simulation): Stage[] {
  return [
    stage("node-ready", "Node", [isNot(ready, "True")], setStatus(nodeStatus)),

    stage(
      "pod-ready",
      "Pod",
      [...starting, isNot(annotation(neverReady), "true")],
      setStatus(runningPodStatus({ ready: true })),
      startDelay,
    ),
    stage(
      "pod-unready",
      "Pod",
      [...starting, is(annotation(neverReady), "true")],
      setStatus(runningPodStatus({ ready: false })),
      startDelay,
    ),
    // A container that was restarted, or a machine that was taken for dead.
    stage(
      "pod-ready-again",
      "Pod",
      [alive, is(".status.phase", "Running"), is(ready, "False"), isNot(annotation(neverReady), "true")],
      setStatus(runningPodStatus({ ready: true })),
    ),
    stage(
      "pod-succeeded",
      "Pod",
      [alive, is(".status.phase", "Running"), is(ready, "True"), is(".metadata.ownerReferences.[].kind", "Job")],
      setStatus(succeededPodStatus),
    ),
    stage("pod-gone", "Pod", [exists(".metadata.deletionTimestamp")], remove),

    ...(loadBalancers
      ? [
          stage(
            "load-balancer",
            "Service",
            [alive, is(".spec.type", "LoadBalancer"), isAbsent(".status.loadBalancer.ingress")],
            setStatus(loadBalancerStatus),
          ),
        ]
      : []),
  ];
}
