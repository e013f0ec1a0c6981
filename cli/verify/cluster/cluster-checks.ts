import type { Check } from "../check";
import { noAnswer, type LiveCluster } from "../live-cluster";
import { pass } from "../outcome";
import { checkNodes } from "./nodes";
import { chosenClass, storageClasses } from "./storage-class";
import { checkVolume } from "./volume";

/** Seconds for a volume: a cloud takes up to a minute for a disk, and a node may have to be started first. */
const VOLUME_SECONDS = 90;

/**
 * What is checked of a cluster.
 * @param storageClass the class that the stack uses; the default one if it is undefined
 */
export function clusterChecks(cluster: LiveCluster, storageClass?: string): Check[] {
  const component = cluster.name;
  const classIn = async (signal: AbortSignal) => {
    const access = await cluster.access(signal);
    return chosenClass(await storageClasses(access), storageClass);
  };
  return [
    {
      component,
      name: "API server",
      async run({ signal }) {
        try {
          return pass(`${await cluster.version(signal)} at ${cluster.server}`);
        } catch (error) {
          return noAnswer(error, cluster.server);
        }
      },
    },
    { component, name: "nodes", run: async ({ signal }) => checkNodes(await cluster.access(signal)) },
    {
      component,
      name: "storage class",
      async run({ signal }) {
        const { metadata, provisioner } = await classIn(signal);
        return pass(`${metadata.name}${storageClass === undefined ? ", the default," : ""} of ${provisioner}`);
      },
    },
    {
      component,
      name: "volume",
      seconds: VOLUME_SECONDS,
      run: async (limit) => checkVolume(cluster, await classIn(limit.signal), limit),
    },
  ];
}
