/** A cluster on Azure Kubernetes Service, and models that it serves. */
import * as pulumi from "@pulumi/pulumi";
import { MlCluster } from "../../components";
import { fromConfig, type ConfigWords } from "../config-words";
import { serving } from "../serving";

const config = new pulumi.Config();
const nodes = config.requireNumber("nodes");
const cidrs = config.requireObject<string[]>("apiCidrs");
if (cidrs.length === 0) {
  throw new pulumi.RunError(
    "apiCidrs: is empty, so nobody can reach the API server; write the CIDR blocks from which you run Pulumi.",
  );
}

// The range of pods has room for 256 nodes, of which the system pool and upgrades use some.
if (!Number.isInteger(nodes) || nodes < 1 || nodes > 100) {
  throw new pulumi.RunError(
    `nodes: ${nodes} is not a number of nodes; write a whole number from 1 to 100 (the autoscaler may double it).`,
  );
}

const words: ConfigWords = {
  keys: {
    "azure.location": "region",
    "nodePools.general.instanceType": "instanceType",
    "apiAccess.cidrs": "apiCidrs",
  },
  // The key `allowPublic` opens the gateway, not the API server.
  advice: { ", or allowPublic: true": "" },
};
const cluster = fromConfig(
  words,
  () =>
    new MlCluster("ml", {
      azure: { location: config.get("region") || undefined },
      kubernetesVersion: config.get("kubernetesVersion") || undefined,
      nodePools: {
        general: { instanceType: config.get("instanceType") || undefined, min: nodes, max: 2 * nodes },
      },
      apiAccess: { cidrs },
      admins: config.requireObject<string[]>("admins"),
      deletionProtection: config.requireBoolean("deletionProtection"),
      allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
    }),
);

export const { kubeconfig, host, url, caCertificate, modelUrl } = serving(cluster);
