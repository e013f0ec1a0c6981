import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { claimObjects } from "../shared/claims";
import { keptChildren, publicOutputs, writtenChoices } from "../shared/component";
import type { ExistingObject } from "../shared/existing-object";
import type { IngressController, IngressFacts, IssuerReference } from "../shared/facts";
import { installationOf, relyOn } from "../shared/installations";
import { refuse } from "../shared/invalid-args";
import { declareCluster, declareLayer } from "../shared/known-facts";
import { validated } from "../shared/shape";
import { withShortTraces } from "../shared/short-traces";
import { addressOf } from "./address";
import type { IngressLayerArgs } from "./args";
import { layerClaims } from "./claims";
import { loadController, type Controller } from "./controllers/controller";
import { installLayer, type CheckedLayer } from "./install";
import { choiceProblems, chosenControllers, fieldProblems, ruleProblems } from "./problems";
import { ingressSpec } from "./spec";

const children = keptChildren<{
  releases: Record<string, kubernetes.helm.v3.Release>;
  service: ExistingObject | undefined;
}>();

/**
 * The way into the cluster: an ingress controller with its gateway.
 *
 * Throws `InvalidArgs` before anything is created if an argument is wrong. Values that are not known yet, such as the
 * version of a cluster that is being created, are checked before the first resource that depends on them is created.
 */
export class IngressLayer extends pulumi.ComponentResource {
  /** Identifier of the cluster that the layer is in; undefined if the cluster has none. */
  readonly clusterIdentifier: pulumi.Output<string | undefined>;
  /** Which controller answers. */
  readonly controller: IngressController;
  /** Version of the controller, such as `1.30.3`. */
  readonly controllerVersion: string;
  /** Host name, else IP address, of the load balancer; without a load balancer, the Service's name inside the cluster. */
  readonly host: pulumi.Output<string>;
  /** IP address of the load balancer, if it has one. */
  readonly ip: pulumi.Output<string | undefined>;
  /** Host name of the load balancer, if it has one. */
  readonly hostname: pulumi.Output<string | undefined>;
  /** Port at the host. */
  readonly port: pulumi.Output<number>;
  /**
   * `http://<host>`, with TLS `https://`; with `hosts`, at the first one. It resolves when the gateway's Service has an address.
   */
  readonly url: pulumi.Output<string>;
  /** Host names that the layer serves; empty for every host. */
  readonly hosts: string[];
  /** Whether the gateway answers HTTPS. */
  readonly tls: boolean;
  /** Whether the load balancer has the certificate, so that the gateway itself answers no HTTPS. */
  readonly tlsAtLoadBalancer: boolean;
  /** The issuer of the hosts' certificates, for further certificates in the gateway's namespace. */
  readonly issuer: IssuerReference | undefined;
  /** Whether cert-manager is there to issue certificates. */
  readonly certManager: boolean;
  /** Certificate of the private authority that clients must trust, in PEM form; absent for other certificates. */
  readonly caCertificate: pulumi.Output<string | undefined>;
  /** Istio: the shared Gateway as `<namespace>/<name>`. */
  readonly gateway: pulumi.Output<string | undefined>;
  /** Namespace in which the gateway's pods run. */
  readonly gatewayNamespace: pulumi.Output<string>;
  /** Istio: labels of the gateway's pods, for further Gateways. */
  readonly gatewaySelector: pulumi.Output<Record<string, string>>;
  /** Value for `ingressClassName`; absent if no class leads to this gateway. */
  readonly ingressClassName: pulumi.Output<string | undefined>;
  /** Emissary: id of the installation that Mappings must name; undefined if it has none. */
  readonly ambassadorId: string | undefined;
  /** Emissary: whether Mappings of `getambassador.io/v2` are served; undefined for other controllers. */
  readonly legacyVersions: boolean | undefined;
  /** The gateway's namespace. It resolves when the controller's custom resource definitions exist. */
  readonly crdsReady: pulumi.Output<string>;
  /** The gateway's URL. It resolves when the gateway routes. */
  readonly ready: pulumi.Output<string>;
  /** Everything a workload in another stack needs to know of this layer. */
  readonly facts: pulumi.Output<IngressFacts>;

  constructor(name: string, args: IngressLayerArgs, opts?: pulumi.ComponentResourceOptions) {
    const { controller, args: own, spec } = checkedLayer(name, args, opts);
    super("mlplatform:index:IngressLayer", name, writtenChoices({ allowPublic: own.allowPublic }), opts);

    const { tls, hosts } = spec;
    const { installed, service, releases, certManager, certificates, pools } = withShortTraces(() =>
      installLayer(name, { controller, args: own, spec }, opts, this),
    );
    children.keep(this, { service, releases });

    const https = installed.endpoint?.https ?? tls !== undefined;
    const port = installed.endpoint?.port ?? (https ? 443 : 80);
    const { ip, hostname, host, url } = addressOf(service, installed.clusterHost, { hosts, https, port });
    this.clusterIdentifier = pulumi.output(own.cluster.clusterIdentifier);
    this.controller = controller.kind(own);
    this.controllerVersion = controller.version(own, spec);
    this.tlsAtLoadBalancer = tls?.atLoadBalancer !== undefined;
    declareLayer(this, { ...installed.known, controller: this.controller, ambassadorId: installed.ambassadorId });
    this.ip = ip;
    this.hostname = hostname;
    this.host = host;
    this.port = pulumi.output(port);
    this.url = url;
    this.hosts = [...hosts];
    this.tls = https;
    this.issuer = tls?.issuer?.reference ?? installed.issuer;
    this.certManager = installed.certManager ?? tls?.issuer !== undefined;
    this.caCertificate = certificates?.caCertificate ?? pulumi.output(undefined);
    this.gatewaySelector = pulumi.output(installed.gatewaySelector ?? {});
    this.ingressClassName = pulumi.output(installed.ingressClassName);
    this.ambassadorId = installed.ambassadorId;
    this.legacyVersions = installed.legacyVersions;
    // Users of these names create custom resources. The definitions must be created before those and deleted after them.
    const crds = pulumi.all([...installed.crds, certManager?.status.namespace]);
    this.gateway = pulumi.all([installed.gateway, crds]).apply(([gateway]) => gateway);
    this.gatewayNamespace = pulumi.all([installed.gatewayNamespace, crds]).apply(([namespace]) => namespace);
    this.crdsReady = this.gatewayNamespace;
    const announced = (pools?.resources ?? []).map(({ urn }) => urn);
    const last = [...installed.last, ...(certificates?.last ?? []), ...announced];
    this.ready = pulumi.all([this.url, pulumi.all(last)]).apply(([url]) => url);
    this.facts = pulumi.output(factsOf(this));
    declareCluster(this, own.cluster);
    this.registerOutputs(publicOutputs(this));
  }

  /** The Helm releases, by chart name, such as `istio-base`, `istiod`, `istio-gateway`, `cert-manager`, `external-dns`, `metallb`. */
  get releases(): Record<string, kubernetes.helm.v3.Release> {
    return children.of(this).releases;
  }

  /** The gateway's Service, as the cluster has it; undefined if the layer was not installed here. */
  get service(): pulumi.CustomResource | undefined {
    return children.of(this).service;
  }
}

/** The chosen controller and the arguments with their defaults; throws `InvalidArgs` if an argument is wrong. */
function checkedLayer(
  name: string,
  given: IngressLayerArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): CheckedLayer {
  const { args, problems } = validated("IngressLayer", name, given);
  const chosen = chosenControllers(args).map(loadController);
  refuse("IngressLayer", name, [
    ...problems,
    ...fieldProblems(args),
    ...chosen.flatMap((controller) => controller.fieldProblems(args)),
  ]);
  refuse("IngressLayer", name, choiceProblems(args));
  const [controller] = chosen as [Controller];
  const spec = ingressSpec(name, args, controller);
  refuse("IngressLayer", name, ruleProblems(name, args, spec, controller, opts));
  claimObjects("IngressLayer", name, opts, layerClaims(controller, args, spec));
  const { issuer } = spec.tls ?? {};
  if (issuer?.installsCertManager === false && installationOf(opts, "cert-manager") === undefined)
    relyOn(opts, "cert-manager", `IngressLayer "${name}"`);
  return { controller, args, spec };
}

const factsOf = (layer: IngressLayer): IngressFacts => ({
  clusterIdentifier: layer.clusterIdentifier,
  controller: layer.controller,
  controllerVersion: layer.controllerVersion,
  host: layer.host,
  port: layer.port,
  url: layer.url,
  hosts: layer.hosts,
  tls: layer.tls,
  tlsAtLoadBalancer: layer.tlsAtLoadBalancer,
  issuer: layer.issuer,
  certManager: layer.certManager,
  gateway: layer.gateway,
  gatewayNamespace: layer.gatewayNamespace,
  gatewaySelector: layer.gatewaySelector,
  ingressClassName: layer.ingressClassName,
  ambassadorId: layer.ambassadorId,
  legacyVersions: layer.legacyVersions,
  crdsReady: layer.crdsReady,
  ready: layer.ready,
});
