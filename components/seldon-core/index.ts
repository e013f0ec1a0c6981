import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { installChart } from "../shared/install-chart";
import { claimObjects } from "../shared/claims";
import { after, keptChildren, publicOutputs } from "../shared/component";
import { existingDefinition, ExistingObject } from "../shared/existing-object";
import type { GpuPool, IngressController, IngressFacts, SeldonFacts } from "../shared/facts";
import { refuse } from "../shared/invalid-args";
import { declareCluster } from "../shared/known-facts";
import { refuseLate } from "../shared/late-refusal";
import { useNamespace } from "../shared/namespace";
import { validated } from "../shared/shape";
import { withShortTraces } from "../shared/short-traces";
import { EmissaryRoutes, type SeldonCoreArgs } from "./args";
import { RELEASE, seldonClaims } from "./claims";
import { gatewayOf } from "./gateway";
import { createMonitors } from "./monitors";
import { fieldProblems, ruleProblems } from "./problems";
import { namespacesOfModels, scopeLabels } from "./scope";
import { supported } from "./servers";
import { seldonSpec, type SeldonSpec } from "./spec";
import { createStorageSecrets } from "./storage";
import { seldonChart } from "./values";
import { clusterProblems } from "./versions";

const children = keptChildren<{ release?: kubernetes.helm.v3.Release }>();

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
  /** Emissary: whether models also answer below `/seldon/<name>/`. */
  readonly shortPaths: boolean;
  /** The label `seldon.io/controller-id` that models must have; nothing if they must have none. */
  readonly controllerId: string | undefined;
  /** Whether the operator sees models in its own namespace only. */
  readonly singleNamespace: boolean;
  /** Name of the Secret with the default credentials of storage, in the namespace of each model; nothing if there is none. */
  readonly storageSecret: string | undefined;
  /** Namespaces for models that were created here; with `singleNamespace`, the operator's own. */
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
      .apply((version) => refuseLate(`SeldonCore "${name}"`, clusterProblems(own, spec, version)));
    const first = { parent: this, dependsOn: after(cluster.ready, clusterIsRight) };
    const gateway = gatewayOf(name, own);
    const { modelNamespaces, release, operator, secrets } = withShortTraces(() => {
      const modelNamespaces = createModelNamespaces(name, spec, first);
      const { release, operator } = createOperator(name, own, spec, gateway, first);
      const namespaces = { ...modelNamespaces, [spec.namespace.name]: operator.namespace };
      const secrets = createStorageSecrets(name, own, spec, namespaces, this);
      createMonitors(name, own, spec, operator.namespace, first);
      return { modelNamespaces, release, operator, secrets };
    });
    children.keep(this, { release });

    const { servers, keda } = supported(own);
    this.clusterIdentifier = pulumi.output(cluster.clusterIdentifier);
    this.namespace = operator.ready;
    this.version = spec.version;
    this.controller = ingress.controller;
    this.ambassadorId = ingress.ambassadorId;
    this.annotationRoutes = spec.emissary?.routes === EmissaryRoutes.Annotations;
    this.controllerVersion = ingress.controllerVersion;
    this.gatewayNamespace = pulumi.output(ingress.gatewayNamespace);
    // Another Gateway may serve other hosts.
    this.hosts = own.gateway === undefined ? ingress.hosts : undefined;
    this.shortPaths = spec.emissary?.shortPaths ?? false;
    this.controllerId = spec.controllerId;
    this.singleNamespace = spec.singleNamespace;
    this.storageSecret = spec.storageSecret;
    this.modelNamespaces = namespacesOfModels(spec);
    this.servers = servers;
    this.keda = keda;
    this.gpuPools = cluster.gpuPools;
    this.gateway = pulumi.output(gateway);
    this.url = pulumi.all([ingress.url, ingress.ready]).apply(([url]) => url);
    this.ready = pulumi
      .all([operator.ready, pulumi.all(Object.values(modelNamespaces)), pulumi.all(secrets.map(({ id }) => id))])
      .apply(([namespace]) => namespace);
    this.facts = pulumi.output(factsOf(this));
    declareCluster(this, cluster);
    this.registerOutputs(publicOutputs(this));
  }

  /** The operator's Helm release; nothing for an operator that exists. */
  get release(): kubernetes.helm.v3.Release | undefined {
    return children.of(this).release;
  }
}

/** The operator: its namespace, and the same once the operator accepts models. */
interface Operator {
  readonly namespace: pulumi.Output<string>;
  readonly ready: pulumi.Output<string>;
}

/** Installs the operator; one that exists is looked up. */
function createOperator(
  name: string,
  args: SeldonCoreArgs,
  spec: SeldonSpec,
  gateway: pulumi.Input<string | undefined>,
  first: pulumi.CustomResourceOptions,
): { release?: kubernetes.helm.v3.Release; operator: Operator } {
  const { ingress, definition, keda } = args;
  if (!spec.isInstalled) {
    const metadata = { name: "seldon-controller-manager", namespace: spec.namespace.name };
    const manager = new ExistingObject(name, { apiVersion: "apps/v1", kind: "Deployment", metadata }, first);
    const namespace = manager.id.apply(() => spec.namespace.name);
    return { operator: { namespace, ready: namespace } };
  }
  const namespace = useNamespace(`${name}-namespace`, spec.namespace, {
    labels: { ...spec.labels, ...scopeLabels(spec) },
    opts: first,
  });
  // The operator stops if a definition that it watches is missing when it starts.
  const scaling =
    keda === undefined ? undefined : existingDefinition(`${name}-keda`, "scaledobjects.keda.sh", keda.ready, first);
  const release = installChart(
    name,
    seldonChart(args, gateway),
    spec.overrides,
    { release: RELEASE, namespace, timeout: 600 },
    { parent: first.parent, dependsOn: after(neededOf(ingress, spec.labels), definition?.ready, scaling?.id) },
  );
  return { release, operator: { namespace, ready: release.status.namespace } };
}

/** Namespaces for models, by name. */
const createModelNamespaces = (
  name: string,
  { modelNamespaces, labels }: SeldonSpec,
  opts: pulumi.CustomResourceOptions,
): Record<string, pulumi.Output<string>> =>
  Object.fromEntries(
    modelNamespaces.map((models) => [
      models,
      useNamespace(
        `${name}-models-${models}`,
        { name: models, create: true },
        { labels: { ...MODELS, ...labels }, opts },
      ),
    ]),
  );

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
  claimObjects("SeldonCore", name, opts, seldonClaims(args, spec));
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
  shortPaths: seldon.shortPaths,
  controllerId: seldon.controllerId,
  singleNamespace: seldon.singleNamespace,
  storageSecret: seldon.storageSecret,
  modelNamespaces: seldon.modelNamespaces,
  servers: seldon.servers,
  keda: seldon.keda,
  gpuPools: seldon.gpuPools,
  gateway: seldon.gateway,
  url: seldon.url,
  ready: seldon.ready,
});
