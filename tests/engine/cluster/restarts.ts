import { setTimeout as sleep } from "node:timers/promises";
import type { Api, KubernetesObject } from "./api";
import { missing, neverReady } from "./stages";

/**
 * Plays kubelets for containers that exit while the API server does not have what they watch: they are started again and again, and run
 * once it has.
 */
export function restartContainers(api: Api): void {
  const restarted = new Set<string>();
  void api.watch("/api/v1/pods", (pod) => {
    const versions = pod.metadata.annotations?.[missing]?.split(",");
    if (versions === undefined || restarted.has(pod.metadata.uid)) return;
    restarted.add(pod.metadata.uid);
    void restartUntilReady(api, pod, versions);
  });
}

async function restartUntilReady(api: Api, { metadata }: KubernetesObject, versions: readonly string[]): Promise<void> {
  const path = `/api/v1/namespaces/${metadata.namespace ?? ""}/pods/${metadata.name}`;
  while (!api.closed) {
    await sleep(1000, undefined, { ref: false });
    try {
      for (const version of versions) await api.get(`/apis/${version}`);
      await api.patch(path, { metadata: { annotations: { [missing]: null, [neverReady]: null } } });
      return;
    } catch (error) {
      // The API server lacks a version, or it is gone for a moment. The pod may be gone, too.
      const status = statusOf(error);
      if (status !== undefined && status !== 404) console.error(error);
      if (await isGone(api, path)) return;
    }
  }
}

const isGone = (api: Api, path: string): Promise<boolean> =>
  api.get(path).then(
    () => false,
    (error: unknown) => statusOf(error) === 404,
  );

/** The HTTP status of a refusal; undefined if there was no answer. */
const statusOf = (error: unknown): number | undefined => (error as { status?: number }).status;
