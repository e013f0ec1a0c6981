import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { chartProblems } from "../shared/chart";
import { after, keptChildren, publicOutputs } from "../shared/component";
import type { ExistingObject } from "../shared/existing-object";
import type { IngressController, IngressFacts } from "../shared/facts";
import { refuse, type Problem } from "../shared/invalid-args";
import { plainFact } from "../shared/known-facts";
import { filled, oneOf, type Blocks } from "../shared/one-of";
import { providerProblems } from "../shared/provider";
import { validated } from "../shared/shape";
import { addressOf } from "./address";
import type { IngressLayerArgs } from "./args";
import type { Controller } from "./controller";
import { unaskedProblems, wantedAnnotations } from "./exposure";
import { istio } from "./istio";
import { ingressSpec, problemsIn, type IngressSpec } from "./spec";

/** The controllers, by the name of their block. */
const controllers: Record<string, Controller> = { istio };

const children = keptChildren<{
  releases: Record<string, kubernetes.helm.v3.Release>;
  service: ExistingObject;
}>();

/**
 * The way into the cluster: an ingress controller with its gateway.
 *
 * Throws `InvalidArgs` before anything is created when an argument is wrong. Values that are known only later, such as
 * the version of a cluster being made, are checked before the first resource that depends on them.
 */
export class IngressLayer extends pulumi.ComponentResource {
  /** Which controller answers. */
  readonly controller: IngressController;
  /** Version of the controller, such as `1.30.3`. */
  readonly controllerVersion: string;
  /** Whether the layer terminates TLS. */
  readonly tls: boolean;
  /** Whether cert-manager is there to issue certificates. */
  readonly certManager: boolean;
  /** Host name, or else address, at which the gateway answers; inside the cluster only if it is no load balancer. */
  readonly host: pulumi.Output<string>;
  /** Address of the load balancer, where it has one. */
  readonly ip: pulumi.Output<string | undefined>;
  /** Host name of the load balancer, where it has one. */
  readonly hostname: pulumi.Output<string | undefined>;
  /** Port at the host. */
  readonly port: pulumi.Output<number>;
  /** `http://<host>`. */
  readonly url: pulumi.Output<string>;
  /** Istio: the shared Gateway as `<namespace>/<name>`. */
  readonly gateway: pulumi.Output<string | undefined>;
  /** Namespace in which the gateway's pods run. */
  readonly gatewayNamespace: pulumi.Output<string>;
  /** Istio: labels of the gateway's pods, for further Gateways. */
  readonly gatewaySelector: pulumi.Output<Record<string, string>>;
  /** Value for `ingressClassName`. */
  readonly ingressClassName: pulumi.Output<string>;
  /** Emissary: id of the installation that Mappings name; nothing for Istio. */
  readonly ambassadorId: string | undefined;
  /** cert-manager: ClusterIssuer for further certificates; nothing where there is none. */
  readonly issuer: pulumi.Output<string | undefined>;
  /** The gateway's namespace, once the controller's custom resource definitions are served. */
  readonly crdsReady: pulumi.Output<string>;
  /** The gateway's URL, once it routes. */
  readonly ready: pulumi.Output<string>;
  /** Everything a workload in another stack needs to know of this layer. */
  readonly facts: pulumi.Output<IngressFacts>;

  constructor(name: string, args: IngressLayerArgs, opts?: pulumi.ComponentResourceOptions) {
    const { controller, args: own, spec } = checkedController(name, args, opts);
    super("mlplatform:index:IngressLayer", name, {}, opts);

    const { ready, kubernetesVersion, [wantedAnnotations(spec.service)]: wanted } = args.cluster;
    const verdict = pulumi.all([kubernetesVersion, wanted]).apply(([version, annotations]) => {
      refuse("IngressLayer", name, clusterProblems(controller, spec, version, annotations));
    });
    const first = after(ready, verdict);
    const installed = controller.install(name, own, spec, first, { parent: this });
    const { service, releases } = installed;
    children.keep(this, { service, releases });

    const address = addressOf(service);
    this.controller = controller.kind;
    this.controllerVersion = controller.version(spec);
    this.tls = false;
    this.certManager = false;
    this.ip = address.apply((given) => given?.ip);
    this.hostname = address.apply((given) => given?.hostname);
    this.host = pulumi
      .all([address, installed.clusterHost])
      .apply(([given, own]) => given?.hostname ?? given?.ip ?? own);
    this.port = pulumi.output(80);
    this.url = this.host.apply((host) => `http://${host.includes(":") ? `[${host}]` : host}`);
    this.gateway = pulumi.output(installed.gateway);
    this.gatewayNamespace = installed.gatewayNamespace;
    this.gatewaySelector = pulumi.output(installed.gatewaySelector ?? {});
    this.ingressClassName = installed.ingressClassName;
    this.ambassadorId = undefined;
    this.issuer = pulumi.output<string | undefined>(undefined);
    this.crdsReady = pulumi
      .all([installed.gatewayNamespace, pulumi.all(installed.crds)])
      .apply(([namespace]) => namespace);
    this.ready = pulumi.all([this.url, pulumi.all(installed.last)]).apply(([url]) => url);
    this.facts = pulumi.output(factsOf(this));
    this.registerOutputs(publicOutputs(this));
  }

  /** The Helm releases, by chart name: `istio-base`, `istiod`, `istio-gateway`. */
  get releases(): Record<string, kubernetes.helm.v3.Release> {
    return children.of(this).releases;
  }

  /** The gateway's Service, as the cluster has it. */
  get service(): pulumi.CustomResource {
    return children.of(this).service;
  }
}

/** The one controller that was chosen, and everything wrong with the arguments at once. */
function checkedController(
  name: string,
  given: IngressLayerArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): { controller: Controller; args: IngressLayerArgs; spec: IngressSpec } {
  const { args, problems } = validated("IngressLayer", name, given);
  const blocks: Blocks = { istio: args.istio };
  const [chosen = "istio"] = filled(blocks);
  const controller = controllers[chosen] ?? istio;
  const spec = ingressSpec(name, args, controller.namespace);
  const [version, annotations] = [
    plainFact(args.cluster, "kubernetesVersion"),
    plainFact(args.cluster, wantedAnnotations(spec.service)),
  ];
  refuse("IngressLayer", name, [
    ...problems,
    ...oneOf("", blocks, args),
    ...providerProblems(opts, args.cluster),
    ...problemsIn(args, spec),
    ...controller.problemsIn(args),
    ...chartProblems(spec.overrides, controller.charts(args, spec)),
    ...(version.known ? versionProblems(controller, spec, version.value) : []),
    ...(annotations.known ? unaskedProblems(args.cluster, spec.service, annotations.value) : []),
  ]);
  return { controller, args, spec };
}

const clusterProblems = (
  controller: Controller,
  spec: IngressSpec,
  version: string | undefined,
  annotations: Record<string, string> | undefined,
): Problem[] => [
  ...versionProblems(controller, spec, version),
  ...unaskedProblems(spec.cluster, spec.service, annotations),
];

const versionProblems = (controller: Controller, spec: IngressSpec, version: string | undefined): Problem[] =>
  spec.allowUntestedVersions ? [] : controller.versionProblems(spec, version);

const factsOf = (layer: IngressLayer): IngressFacts => ({
  controller: layer.controller,
  controllerVersion: layer.controllerVersion,
  tls: layer.tls,
  certManager: layer.certManager,
  host: layer.host,
  port: layer.port,
  url: layer.url,
  gateway: layer.gateway,
  gatewayNamespace: layer.gatewayNamespace,
  gatewaySelector: layer.gatewaySelector,
  ingressClassName: layer.ingressClassName,
  ambassadorId: layer.ambassadorId,
  issuer: layer.issuer,
  crdsReady: layer.crdsReady,
  ready: layer.ready,
});
