/** A cluster on Amazon EKS, and models that it serves. */
import * as pulumi from "@pulumi/pulumi";
import { MlCluster } from "../../components";
import { apiCidrsFromConfig, clusterFromConfig, clusterWords } from "../cluster-config";
import { fromConfig, type ConfigWords } from "../config-words";
import { serving } from "../serving";

const config = new pulumi.Config();
// EKS allows 450 nodes in a node group.
const common = clusterFromConfig(config, { most: 225 });
const cidrs = apiCidrsFromConfig(config);

const words: ConfigWords = { ...clusterWords, keys: { ...clusterWords.keys, "aws.region": "region" } };
const cluster = fromConfig(
  words,
  () =>
    new MlCluster("ml", {
      ...common,
      aws: { region: config.get("region") || undefined },
      apiAccess: { cidrs },
      mirror: config.get("mirror") || undefined,
      imageRegistry: config.get("imageRegistry") || undefined,
    }),
);

export = serving(cluster);
