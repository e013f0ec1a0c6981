/** A cluster on Google Kubernetes Engine, and models that it serves. */
import * as pulumi from "@pulumi/pulumi";
import { MlCluster } from "../../components";
import { clusterFromConfig, clusterWords } from "../cluster-config";
import { fromConfig, type ConfigWords } from "../config-words";
import { serving } from "../serving";

const config = new pulumi.Config();
// GKE allows 1000 nodes in each zone of a node pool. In a region, a pool starts with a node in each of three zones.
const common = clusterFromConfig(config, { most: 500, leastMax: 3 });
const cidrs = config.requireObject<string[]>("apiCidrs");

const words: ConfigWords = {
  ...clusterWords,
  keys: { ...clusterWords.keys, "gcp.project": "project", "gcp.location": "region" },
  instead: {
    ...clusterWords.instead,
    nodePools: {
      path: "instanceType",
      reason: "has Arm processors, on which GKE runs no pod of this program. Write a type with x86 processors.",
    },
  },
};
const cluster = fromConfig(
  words,
  () =>
    new MlCluster("ml", {
      ...common,
      gcp: { project: config.get("project") || undefined, location: config.get("region") || undefined },
      apiAccess: cidrs.length === 0 ? undefined : { cidrs },
    }),
);

export = serving(cluster);
