/** A cluster that exists already, and models that it serves. */
import * as pulumi from "@pulumi/pulumi";
import { MlCluster } from "../../components";
import { serving } from "../serving";

const config = new pulumi.Config();

const cluster = new MlCluster("ml", {
  existing: { kubeconfigPath: config.require("kubeconfig"), context: config.require("context") },
  kubernetesVersion: config.get("kubernetesVersion") || undefined,
  allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
});

export const { kubeconfig, host, url, modelUrl } = serving(cluster);
