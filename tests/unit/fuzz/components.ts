import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ingressLayer } from "./components/ingress-layer";
import { jupyterHub } from "./components/jupyter-hub";
import { mlCluster } from "./components/ml-cluster";
import { modelDeployment } from "./components/model-deployment";
import { pachydermStore } from "./components/pachyderm-store";
import { rancherServer } from "./components/rancher-server";
import { route } from "./components/route";
import { seldonCore } from "./components/seldon-core";
import type { Fuzzed } from "./fuzzed";

/** Options with a cluster of its own, because a cluster can have only one ingress layer and one operator. */
export const ownCluster = (name: string): pulumi.ComponentResourceOptions => ({
  provider: new kubernetes.Provider(name, { kubeconfig: "{}" }),
});

export const fuzzed: Readonly<Record<string, Fuzzed>> = {
  MlCluster: mlCluster,
  IngressLayer: ingressLayer,
  SeldonCore: seldonCore,
  PachydermStore: pachydermStore,
  JupyterHub: jupyterHub,
  RancherServer: rancherServer,
  Route: route,
  ModelDeployment: modelDeployment,
};
