import { setTimeout as sleep } from "node:timers/promises";
import {
  ListWatch,
  Watch,
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject as AnyObject,
} from "@kubernetes/client-node";
import type { ApiServer } from "../../cluster/api-client";
import type { KubernetesObject } from "./model";

/** All objects of one kind, kept up to date. */
export interface Watched<T> {
  list(): readonly T[];
  stop(): Promise<void>;
}

/** Watches every object of a kind and calls back at each change. A kind that is not served is waited for. */
export function watched<T extends KubernetesObject>(
  kubeconfig: KubeConfig,
  api: ApiServer,
  path: string,
  onChange: (object: T) => void,
): Watched<T> {
  const list = () => api.send<KubernetesListObject<AnyObject>>({ method: "GET", path });
  const cache = new ListWatch(path, new Watch(kubeconfig), list, false);
  let stopped = false;
  cache.on("change", (object) => onChange(object as T));
  cache.on("error", () => {
    void sleep(200, undefined, { ref: false }).then(() => (stopped ? undefined : cache.start()));
  });
  void cache.start();
  return {
    list: () => cache.list() as readonly T[],
    stop: async () => {
      stopped = true;
      await cache.stop();
    },
  };
}
