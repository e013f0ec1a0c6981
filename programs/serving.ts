import * as pulumi from "@pulumi/pulumi";
import {
  IngressLayer,
  ModelDeployment,
  ModelServer,
  SeldonCore,
  type IngressLayerArgs,
  type MlCluster,
} from "../components";
import { fromConfig } from "./config-words";
import { gatewayFromConfig, gatewayWords } from "./gateway-config";
import { jupyterHubFromConfig, type JupyterHubOfProgram } from "./jupyter-hub";
import { pachydermFromConfig } from "./pachyderm";

/** What a program says besides its config. */
interface OfProgram {
  /** About the gateway. */
  readonly gateway?: Pick<IngressLayerArgs, "internal" | "metallb">;
  /** About JupyterHub. @default none is installed without config */
  readonly jupyterHub?: JupyterHubOfProgram;
}

/**
 * What every program of this folder installs in its cluster: Istio, Seldon Core, two versions of a model, and Pachyderm and
 * JupyterHub if asked.
 */
export const serving = (cluster: MlCluster) => installServing(cluster).outputs;

/** The same, also for programs that put more behind the gateway. */
export function installServing(cluster: MlCluster, { gateway = {}, jupyterHub }: OfProgram = {}) {
  const config = new pulumi.Config();
  const k8s = { provider: cluster.provider };
  const canary = config.requireNumber("canaryTraffic");
  if (canary < 0 || canary > 100) {
    throw new pulumi.RunError(
      `canaryTraffic: ${canary} is not a percentage of the requests; write a number from 0 to 100.`,
    );
  }
  const common = {
    mirror: config.get("mirror") || undefined,
    allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
  };
  const ingress = fromConfig(
    gatewayWords,
    () => new IngressLayer("ingress", { cluster, istio: {}, ...gateway, ...gatewayFromConfig(config), ...common }, k8s),
  );
  const seldon = new SeldonCore("seldon", { cluster, ingress, modelNamespaces: ["models"], ...common }, k8s);
  const server = ModelServer.Sklearn;
  const iris = new ModelDeployment(
    "iris",
    {
      seldon,
      namespace: "models",
      predictors: [
        { name: "main", server, modelUri: "gs://seldon-models/v1.17.1/sklearn/iris", traffic: 100 - canary },
        { name: "canary", server, modelUri: "gs://seldon-models/v1.18.2/sklearn/iris", traffic: canary },
      ],
    },
    k8s,
  );
  const pachyderm = pachydermFromConfig(config, { cluster, ingress, common });
  const platform = { cluster, ingress, seldon, pachyderm: pachyderm.store, common };
  const outputs = {
    kubeconfig: cluster.kubeconfig,
    host: ingress.host,
    url: ingress.url,
    // Pulumi warns of an output that is undefined.
    caCertificate: ingress.caCertificate.apply((pem) => pem ?? ""),
    modelUrl: iris.restUrl,
    ...pachyderm.outputs,
    ...jupyterHubFromConfig(config, platform, jupyterHub),
  };
  return { ingress, outputs };
}
