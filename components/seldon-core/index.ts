import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { installChart } from "../shared/install-chart";
import { claimObjects } from "../shared/claims";
import { after, keptChildren, publicOutputs } from "../shared/component";
import { IngressController, type GpuPool, type IngressFacts, type SeldonFacts } from "../shared/facts";
import { refuse } from "../shared/invalid-args";
import { declareCluster } from "../shared/known-facts";
import { refuseLate } from "../shared/late-refusal";
import { useNamespace } from "../shared/namespace";
import { validated } from "../shared/shape";
import type { SeldonCoreArgs } from "./args";
import { RELEASE, seldonClaims } from "./claims";
import { gatewayOf } from "./gateway";
import { clusterProblems, fieldProblems, ruleProblems } from "./problems";
import { supported } from "./servers";
import { seldonSpec, type SeldonSpec } from "./spec";
import { seldonChart } from "./values";

const children = keptChildren<{ release: kubernetes.helm.v3.Release }>();

/** Labels of the namespaces for models, by which policies can select them. */
const MODELS = {
  "app.kubernetes.io/component": "models",
  "app.kubernetes.io/managed-by": "pulumi-mlplatform",
};

/**
 * The Seldon Core operator, which turns a `ModelDeployment` into pods and routes.
 *
 * Throws `InvalidArgs` before anything is created if an argument is wrong.
 */
export class SeldonCore extends pulumi.ComponentResource {
  /** Identifier of the cluster that the operator runs in; undefined if the cluster has none. */
  readonly clusterIdentifier: pulumi.Output<string | undefined>;
  /** Namespace of the operator. */
  readonly namespace: pulumi.Output<string>;
  /** Version of the operator, such as `1.17.1`. */
  readonly version: string;
  /** Which ingress controller routes to models. */
  readonly controller: IngressController;
  /** Emissary: id of the installation that routes must name; nothing if it has none. */
  readonly ambassadorId: string | undefined;
  /** Emissary: whether the operator writes its routes into annotations of Services, not into Mappings. */
  readonly annotationRoutes: boolean;
  /** Version of the ingress controller. */
  readonly controllerVersion: string;
  /** Namespace of the gateway's pods. */
  readonly gatewayNamespace: pulumi.Output<string>;
  /** Host names that the ingress serves; undefined if it serves every host, or if they are not known. */
  readonly hosts: string[] | undefined;
  /** Namespaces for models that were created here. */
  readonly modelNamespaces: string[];
  /** Servers of the operator, with the protocols of each. */
  readonly servers: Record<string, string[]>;
  /** Whether the operator scales by KEDA. */
  readonly keda: boolean;
  /** The cluster's node pools with GPUs; undefined if the nodes are not known. */
  readonly gpuPools: GpuPool[] | undefined;
  /** Istio: the Gateway of the models' routes as `<namespace>/<name>`; nothing for Emissary. */
  readonly gateway: pulumi.Output<string | undefined>;
  /** URL of the ingress, below which every model has its path. It resolves when the ingress routes. */
  readonly url: pulumi.Output<string>;
  /** The operator's namespace. It resolves when the operator accepts models and their namespaces exist. */
  readonly ready: pulumi.Output<string>;
  /** Everything a model in another stack needs to know of this operator. */
  readonly facts: pulumi.Output<SeldonFacts>;

  constructor(name: string, args: SeldonCoreArgs, opts?: pulumi.ComponentResourceOptions) {
    const { spec, args: own } = checkedSpec(name, args, opts);
    super("mlplatform:index:SeldonCore", name, {}, opts);

    const { cluster, ingress } = own;
    const clusterIsRight = pulumi
      .output(cluster.kubernetesVersion)
      .apply((version) => refuseLate(`SeldonCore "${name}"`, clusterProblems(spec, version)));
    const first = { parent: this, dependsOn: after(cluster.ready, clusterIsRight) };
    const namespace = useNamespace(`${name}-namespace`, spec.namespace, { labels: spec.labels, opts: first });
    const modelNamespaces = spec.modelNamespaces.map((models) =>
      useNamespace(
        `${name}-models-${models}`,
        { name: models, create: true },
        { labels: { ...MODELS, ...spec.labels }, opts: first },
      ),
    );
    const gateway = gatewayOf(name, own);
    const release = installChart(
      name,
      seldonChart(own, gateway),
      spec.overrides,
      { release: RELEASE, namespace, timeout: 600 },
      { parent: this, dependsOn: after(neededOf(ingress, spec.labels)) },
    );
    children.keep(this, { release });

    const { servers, keda } = supported(own);
    this.clusterIdentifier = pulumi.output(cluster.clusterIdentifier);
    this.namespace = release.status.namespace;
    this.version = spec.version;
    this.controller = ingress.controller;
    this.ambassadorId = ingress.ambassadorId;
    this.annotationRoutes = ingress.controller === IngressController.Emissary && ingress.legacyVersions === false;
    this.controllerVersion = ingress.controllerVersion;
    this.gatewayNamespace = pulumi.output(ingress.gatewayNamespace);
    // Another Gateway may serve other hosts.
    this.hosts = own.gateway === undefined ? ingress.hosts : undefined;
    this.modelNamespaces = spec.modelNamespaces;
    this.servers = servers;
    this.keda = keda;
    this.gpuPools = cluster.gpuPools;
    this.gateway = pulumi.output(gateway);
    this.url = pulumi.all([ingress.url, ingress.ready]).apply(([url]) => url);
    this.ready = pulumi.all([release.status.namespace, pulumi.all(modelNamespaces)]).apply(([operator]) => operator);
    this.facts = pulumi.output(factsOf(this));
    declareCluster(this, cluster);
    this.registerOutputs(publicOutputs(this));
  }

  /** The operator's Helm release. */
  get release(): kubernetes.helm.v3.Release {
    return children.of(this).release;
  }
}

/** Labels of a namespace by which Istio adds a sidecar to its pods. */
const INJECTION_LABELS = ["istio-injection", "istio.io/rev"];

/**
 * What the operator, and the models after it, need of the ingress. The operator stops if the definitions of its routes are
 * missing when it starts; it needs no gateway. A pod that starts before istiod never gets a sidecar.
 */
const neededOf = ({ crdsReady, ready }: IngressFacts, labels: SeldonSpec["labels"]): pulumi.Input<string> =>
  INJECTION_LABELS.some((label) => label in labels) ? ready : (crdsReady ?? ready);

/** The arguments with their defaults; throws `InvalidArgs` if an argument is wrong. */
function checkedSpec(
  name: string,
  given: SeldonCoreArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): { spec: SeldonSpec; args: SeldonCoreArgs } {
  const { args, problems } = validated("SeldonCore", name, given);
  refuse("SeldonCore", name, [...problems, ...fieldProblems(args)]);
  const spec = seldonSpec(args);
  refuse("SeldonCore", name, ruleProblems(args, spec, opts));
  claimObjects("SeldonCore", name, opts, seldonClaims(spec));
  return { spec, args };
}

const factsOf = (seldon: SeldonCore): SeldonFacts => ({
  clusterIdentifier: seldon.clusterIdentifier,
  namespace: seldon.namespace,
  controller: seldon.controller,
  ambassadorId: seldon.ambassadorId,
  annotationRoutes: seldon.annotationRoutes,
  controllerVersion: seldon.controllerVersion,
  gatewayNamespace: seldon.gatewayNamespace,
  hosts: seldon.hosts,
  modelNamespaces: seldon.modelNamespaces,
  servers: seldon.servers,
  keda: seldon.keda,
  gpuPools: seldon.gpuPools,
  gateway: seldon.gateway,
  url: seldon.url,
  ready: seldon.ready,
});
