import { IngressController, RancherServer, type RancherServerArgs } from "../../../components";
import { deploy, type DeployOptions, type Deployed } from "../../helpers/deploy";
import { cluster, ingressFacts } from "../platform";

export const RELEASE = "kubernetes:helm.sh/v3:Release";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const SECRET = "kubernetes:core/v1:Secret";
export const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
export const COMMAND = "command:local:Command";
export const ISTIO_ROUTE = "kubernetes:networking.istio.io/v1:VirtualService";
export const EMISSARY_ROUTE = "kubernetes:getambassador.io/v3alpha1:Mapping";
export const INGRESS_ROUTE = "kubernetes:networking.k8s.io/v1:Ingress";
export const DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
export const COMPONENT = "mlplatform:index:RancherServer";

export const HOST = "rancher.example.org";

/** Certificates and keys as far as the checks read them. */
export const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
export const KEY = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";

/** An ingress that answers HTTPS. */
export const HTTPS = { ...ingressFacts, tls: true, port: 443 };

/** The way in by Emissary with HTTPS. */
export const EMISSARY = {
  ingress: {
    ...HTTPS,
    controller: IngressController.Emissary,
    controllerVersion: "4.1.0",
    gateway: undefined,
    gatewayNamespace: "emissary",
  },
};

/** The way in by another controller with HTTPS. */
export const OTHER = {
  ingress: { ...HTTPS, controller: IngressController.Other, gateway: undefined, ingressClassName: "traefik" },
};

/** Every source of a certificate, by its name. */
export const WAYS_IN = {
  gateway: { ingress: HTTPS },
  "gateway-of-a-private-authority": { ingress: HTTPS, privateCa: CERTIFICATE },
  "own-authority": { kubernetesIngress: { className: "traefik", annotations: { "example.org/a": "b" } } },
  "lets-encrypt": { kubernetesIngress: { className: "traefik" }, tls: { letsEncrypt: { email: "ml@example.org" } } },
  "lets-encrypt-staging": {
    kubernetesIngress: { className: "traefik" },
    tls: { letsEncrypt: { email: "ml@example.org", staging: true } },
  },
  secret: { kubernetesIngress: {}, tls: { secret: { name: "my-tls" } } },
  "text-of-a-private-authority": {
    kubernetesIngress: {},
    tls: { secret: { certificate: CERTIFICATE, key: KEY } },
    privateCa: CERTIFICATE,
  },
} satisfies Record<string, Partial<RancherServerArgs>>;

/** Rancher behind an ingress with HTTPS, unless the arguments name another way in. */
export const rancher = (args: Partial<RancherServerArgs> = {}, options: DeployOptions = {}): Promise<Deployed> =>
  deploy(() => {
    const ml = cluster();
    const wayIn = args.kubernetesIngress === undefined ? { ingress: HTTPS } : {};
    const all = { cluster: ml, host: HOST, ...wayIn, ...args };
    const { url, bootstrapPassword, namespace, version, ready } = new RancherServer("rancher", all, {
      provider: ml.provider,
    });
    return { url, bootstrapPassword, namespace, version, ready };
  }, options);

/** Values of a chart, without types. */
export type Tree = { readonly [key: string]: Tree } & string;

/** The values of the release, with secrets shown. */
export const valuesOf = (graph: Deployed): Tree =>
  graph.revealInputs(graph.byName(RELEASE, "rancher"))["values"] as unknown as Tree;

/** The values with these arguments. */
export const valuesWith = async (args: Partial<RancherServerArgs> = {}): Promise<Tree> => valuesOf(await rancher(args));
