/** A cluster that exists already, and models that it serves. */
import * as pulumi from "@pulumi/pulumi";
import { MlCluster } from "../../components";
import { fromConfig, type ConfigWords } from "../config-words";
import { serving } from "../serving";

const config = new pulumi.Config();

const words: ConfigWords = {
  keys: { "existing.kubeconfigPath": "kubeconfig", "existing.context": "context" },
  advice: { ", or write useCurrentContext: true": "" },
};
const cluster = fromConfig(
  words,
  () =>
    new MlCluster("ml", {
      existing: { kubeconfigPath: config.require("kubeconfig"), context: config.require("context") },
      kubernetesVersion: config.get("kubernetesVersion") || undefined,
      allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
    }),
);

export = serving(cluster);
