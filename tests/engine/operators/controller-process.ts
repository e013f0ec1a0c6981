import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { KubeConfig } from "@kubernetes/client-node";
import type { TestCluster } from "../cluster";
import { ApiServer } from "../cluster/api-client";
import { Programs } from "../cluster/programs";

/** A real controller that runs as a process on this machine, beside its simulated pod. */
export interface ControllerProcess {
  /** Ends it; to be called before the cluster ends. */
  stop(): Promise<void>;
}

/** A pod that is simulated: it is ready, and nothing runs in it. */
export interface ControllerPod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
  };
  readonly spec: {
    readonly containers: readonly {
      readonly args?: readonly string[];
      readonly env?: readonly { readonly name: string; readonly value?: string }[];
    }[];
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/**
 * Runs a real program while a cluster has a ready pod of it: nothing happens before its chart is installed, and nothing
 * any more after it is uninstalled. Of several pods only one gets its program, as if that one were the leader.
 * @param selector labels of the pod, such as `app.kubernetes.io/name=metallb`
 * @param run starts the program of that pod
 */
export function runInPlaceOfPod(
  cluster: TestCluster,
  selector: string,
  run: (programs: Programs, pod: ControllerPod) => void,
): ControllerProcess {
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromString(cluster.kubeconfig);
  const ended = new AbortController();
  const api = new ApiServer(kubeconfig, ended.signal);

  async function follow(): Promise<void> {
    let running: Running | undefined;
    try {
      while (!ended.signal.aborted) {
        const pods = await readyPods(api, selector);
        // As a kubelet does. One that starts before the objects are there that it reads may end at once.
        if (running?.hasEnded === true) {
          await sleep(RESTART_MS, undefined, { ref: false, signal: ended.signal });
          await running.programs.stop();
          running = undefined;
        }
        if (!pods.some(({ metadata }) => metadata.uid === running?.uid)) {
          await running?.programs.stop();
          running = undefined;
          const [pod] = pods;
          if (pod !== undefined) {
            running = await startPrograms(selector, pod.metadata.uid);
            run(running.programs, pod);
          }
        }
        // Aborted by `stop`: this timer keeps no process alive, so a process with nothing else to do would end instead.
        await sleep(200, undefined, { ref: false, signal: ended.signal });
      }
    } finally {
      await running?.programs.stop();
    }
  }
  const following = follow().catch((error: unknown) => {
    if (!ended.signal.aborted) process.stderr.write(`${selector}: ${String(error)}\n`);
  });
  return {
    async stop() {
      ended.abort();
      await following;
    },
  };
}

async function readyPods(api: ApiServer, labelSelector: string): Promise<readonly ControllerPod[]> {
  const request = { method: "GET", path: "/api/v1/pods", query: { labelSelector } } as const;
  const { items } = await api.send<{ items: readonly ControllerPod[] }>(request);
  return items.filter(
    ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined &&
      status?.conditions?.some(({ type, status: holds }) => type === "Ready" && holds === "True"),
  );
}

/** The programs of a pod. */
interface Running {
  readonly uid: string;
  readonly programs: Programs;
  /** Whether one of them has ended by itself. */
  hasEnded: boolean;
}

const RESTART_MS = 1000;

async function startPrograms(selector: string, uid: string): Promise<Running> {
  const programs = new Programs(await mkdtemp(join(tmpdir(), "mlplatform-controller-")));
  const running: Running = { uid, programs, hasEnded: false };
  programs.onEnd = (report) => {
    running.hasEnded = true;
    process.stderr.write(`${selector}: ${report}\n`);
  };
  return running;
}

/** The environment of the pod's first container, as far as it is written in the pod itself. */
export function environmentOf({ spec }: ControllerPod): Record<string, string> {
  const entries = (spec.containers[0]?.env ?? []).flatMap(({ name, value }) =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(entries) as Record<string, string>;
}
