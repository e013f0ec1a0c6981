import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { IngressLayer, MlCluster, ModelDeployment, Route, SeldonCore } from "../../../components";
import { clusterFacts, ingressFacts, seldonFacts } from "../platform";
import type { Random } from "./random";

type Args = Record<string, unknown>;

/** A component, and what turns arguments of the right types into arguments that fit together, most of the time. */
export interface Fuzzed {
  readonly create: (name: string, args: never, opts: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;
  readonly fit: (args: Args, random: Random) => Args;
}

/** A cluster of its own for each component, because a cluster can have only one ingress layer and one operator. */
export const optionsOf = (name: string): pulumi.ComponentResourceOptions => ({
  provider: new kubernetes.Provider(name, { kubeconfig: "{}" }),
});

const without = (args: Args, ...names: string[]): Args =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));

const some = (args: Args, random: Random, ...names: string[]): Args =>
  without(args, ...names.filter(() => random.chance(0.7)));

/** One controller and none of the others. */
function oneController(args: Args, random: Random): Args {
  const name = random.chance(0.6) ? "istio" : "emissary";
  const none = { istio: undefined, emissary: undefined, ambassador: undefined, existing: undefined };
  // The layer whose control plane or definitions are used must have the same controller.
  return { ...none, [name]: without((args[name] ?? {}) as Args, "controlPlane", "definitions") };
}

export const fuzzed: Readonly<Record<string, Fuzzed>> = {
  MlCluster: {
    create: (name, args) => new MlCluster(name, args),
    fit(args, random) {
      if (random.chance(0.1)) {
        const aws = {
          region: "eu-central-1",
          ...(random.chance(0.5)
            ? {}
            : some((args["aws"] ?? {}) as Args, random, "autoMode", "login", "existingNetwork")),
        };
        const apiAccess = { cidrs: ["203.0.113.0/24"] };
        return { ...some(args, random, "nodePools", "charts", "mirror"), existing: undefined, aws, apiAccess };
      }
      const { kubernetesVersion, allowUntestedVersions, existing } = args;
      const chosen = without((existing ?? {}) as Args, "kubeconfigPath", "useCurrentContext", "context");
      const block = { ...chosen, kubeconfig: (existing as Args | undefined)?.["kubeconfig"] ?? CONFIG, context: "dev" };
      return { kubernetesVersion, allowUntestedVersions, existing: block };
    },
  },
  IngressLayer: {
    create: (name, args, opts) => new IngressLayer(name, args, opts),
    fit: (args, random) => ({
      ...some(args, random, "charts", "service", "autoscaling", "resources", "mirror", "tls", "hosts"),
      ...oneController(args, random),
      metallb: undefined,
      cluster: { ...(args["cluster"] as object), ...clusterFacts },
      internal: undefined,
      sourceRanges: ["203.0.113.0/24"],
      allowPublic: undefined,
    }),
  },
  SeldonCore: {
    create: (name, args, opts) => new SeldonCore(name, args, opts),
    fit: (args, random) => ({
      ...some(args, random, "charts", "resources", "orchestratorResources", "mirror", "namespace"),
      cluster: { ...(args["cluster"] as object), ...clusterFacts },
      ingress: { ...(args["ingress"] as object), ...ingressFacts },
    }),
  },
  Route: {
    create: (name, args, opts) => new Route(name, args, opts),
    fit: (args, random) => ({
      ...some(args, random, "tls", "requestHeaders", "rewrite", "path", "webSockets", "timeoutSeconds"),
      ingress: { ...(args["ingress"] as object), ...ingressFacts },
      namespace: "jupyter",
      host: "lab.example.org",
      service: { name: "proxy-public", port: 80 },
    }),
  },
  ModelDeployment: {
    create: (name, args, opts) => new ModelDeployment(name, args, opts),
    fit(args, random) {
      const [first] = Array.isArray(args["predictors"]) ? (args["predictors"] as Args[]) : [];
      const predictor = without({ ...first }, "graph", "customServer", "image", "server", "traffic", "shadow");
      const served = random.chance(0.5)
        ? { ...without(predictor, "modelUri"), image: "registry.example.org/iris:2" }
        : { ...predictor, server: "SKLEARN_SERVER", modelUri: predictor["modelUri"] ?? "gs://models/iris" };
      const predictors = random.chance(0.3)
        ? [
            { ...served, name: "a", traffic: 60 },
            { ...served, name: "b", traffic: 40 },
          ]
        : [served];
      return {
        ...some(args, random, "protocol", "annotations", "overrides", "wait", "waitSeconds"),
        seldon: seldonFacts,
        namespace: "models",
        predictors,
      };
    },
  },
};

const CONFIG = {
  contexts: [{ name: "dev", context: { cluster: "c" } }],
  clusters: [{ name: "c", cluster: { server: "https://c.example.org" } }],
};
