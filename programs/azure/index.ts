/** A cluster on Azure Kubernetes Service, and models that it serves. */
import * as pulumi from "@pulumi/pulumi";
import { MlCluster } from "../../components";
import { apiCidrsFromConfig, clusterFromConfig, clusterWords } from "../cluster-config";
import { fromConfig, type ConfigWords } from "../config-words";
import { serving } from "../serving";

const config = new pulumi.Config();
// The range of pods has room for 256 nodes, of which the system pool and upgrades use some.
const common = clusterFromConfig(config, { most: 100 });
const cidrs = apiCidrsFromConfig(config);

const words: ConfigWords = {
  ...clusterWords,
  keys: { ...clusterWords.keys, "azure.location": "region" },
  advice: {
    ...clusterWords.advice,
    "azure.upgradeChannel (patch)": "AKS",
    ", or upgradeChannel: AzureUpgradeChannel.None": "",
  },
};
const cluster = fromConfig(
  words,
  () =>
    new MlCluster("ml", {
      ...common,
      azure: { location: config.get("region") || undefined },
      apiAccess: { cidrs },
    }),
);

export = serving(cluster);
