/** A cluster on Google Kubernetes Engine, and models that it serves. */
import * as pulumi from "@pulumi/pulumi";
import { MlCluster } from "../../components";
import { fromConfig, type ConfigWords } from "../config-words";
import { serving } from "../serving";

const config = new pulumi.Config();
const nodes = config.requireNumber("nodes");
const cidrs = config.requireObject<string[]>("apiCidrs");

// GKE allows 1000 nodes in each zone of a node pool.
if (!Number.isInteger(nodes) || nodes < 1 || nodes > 500) {
  throw new pulumi.RunError(
    `nodes: ${nodes} is not a number of nodes; write a whole number from 1 to 500 (the autoscaler may double it).`,
  );
}

const words: ConfigWords = {
  keys: {
    "gcp.project": "project",
    "gcp.location": "region",
    "nodePools.general.instanceType": "instanceType",
    "nodePools.general.max": "nodes",
    "apiAccess.cidrs": "apiCidrs",
  },
  // The key `allowPublic` opens the gateway, not the API server.
  advice: { ", or allowPublic: true": "", "Raise max, or name fewer zones.": "Write more nodes, or a zone as region." },
};
const cluster = fromConfig(
  words,
  () =>
    new MlCluster("ml", {
      gcp: { project: config.get("project") || undefined, location: config.get("region") || undefined },
      kubernetesVersion: config.get("kubernetesVersion") || undefined,
      nodePools: {
        general: { instanceType: config.get("instanceType") || undefined, min: nodes, max: 2 * nodes },
      },
      apiAccess: cidrs.length === 0 ? undefined : { cidrs },
      admins: config.requireObject<string[]>("admins"),
      deletionProtection: config.requireBoolean("deletionProtection"),
      allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
    }),
);

export const { kubeconfig, host, url, caCertificate, modelUrl } = serving(cluster);
