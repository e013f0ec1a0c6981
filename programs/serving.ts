import * as pulumi from "@pulumi/pulumi";
import {
  IngressLayer,
  ModelDeployment,
  ModelServer,
  SeldonCore,
  type IngressLayerArgs,
  type MlCluster,
} from "../components";
import type { CommonInputs } from "./common-inputs";
import { fromConfig, type ConfigWords } from "./config-words";
import { gatewayFromConfig, gatewayWords } from "./gateway-config";
import { jupyterHubFromConfig, type JupyterHubOfProgram } from "./jupyter-hub";
import { pachydermFromConfig } from "./pachyderm";

/** What a program says besides its config. */
interface OfProgram {
  /** About the gateway. The config decides `hosts` and `tls` if it says anything about them. */
  readonly gateway?: Pick<IngressLayerArgs, "internal" | "metallb" | "hosts" | "tls">;
  /** How the config of the program names inputs of the gateway, besides what all programs do. */
  readonly gatewayWords?: ConfigWords;
  /** About JupyterHub. @default none is installed without config */
  readonly jupyterHub?: JupyterHubOfProgram;
  /** Labels of all namespaces. @default none */
  readonly labels?: Record<string, string>;
}

/**
 * What every program of this folder installs in its cluster: Istio, Seldon Core, two versions of a model, and Pachyderm and
 * JupyterHub if asked.
 */
export const serving = (cluster: MlCluster) => installServing(cluster).outputs;

/** The same, also for programs that put more behind the gateway. */
export function installServing(
  cluster: MlCluster,
  { gateway = {}, gatewayWords: own = {}, jupyterHub, labels }: OfProgram = {},
) {
  const config = new pulumi.Config();
  const k8s = { provider: cluster.provider };
  const canary = config.requireNumber("canaryTraffic");
  if (canary < 0 || canary > 100) {
    throw new pulumi.RunError(
      `canaryTraffic: ${canary} is not a percentage of the requests; write a number from 0 to 100.`,
    );
  }
  const common: CommonInputs = {
    mirror: config.get("mirror") || undefined,
    imageRegistry: config.get("imageRegistry") || undefined,
    allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
    ...(labels !== undefined && { labels }),
  };
  const ingress = fromConfig(
    {
      keys: { ...gatewayWords.keys, ...own.keys },
      advice: { ...gatewayWords.advice, ...own.advice },
      instead: { ...gatewayWords.instead, ...own.instead },
    },
    () =>
      new IngressLayer(
        "ingress",
        { cluster, istio: {}, ...gateway, ...given(gatewayFromConfig(config)), ...common },
        k8s,
      ),
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
    seldon: seldon.facts,
    ...pachyderm.outputs,
    ...jupyterHubFromConfig(config, platform, jupyterHub),
  };
  return { ingress, outputs };
}

/** The inputs that have a value. */
const given = <Inputs extends object>(inputs: Inputs): Inputs =>
  Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined)) as Inputs;
