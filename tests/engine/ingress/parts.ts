import { keptBy } from "../charts/kept-definitions";

/** What is installed of each part, as `Kind namespace/name`. */

/** Istio's control plane and what a layer adds for the cluster. */
export const ISTIO = [
  ...keptBy("istio-base"),
  "ConfigMap istio-system/istio",
  "ConfigMap istio-system/istio-sidecar-injector",
  "Deployment istio-system/istiod",
  "HorizontalPodAutoscaler istio-system/istiod",
  "IngressClass /istio",
  "MutatingWebhookConfiguration /istio-sidecar-injector",
  "Namespace /istio-system",
  "Service istio-system/istiod",
  "ServiceAccount istio-system/istio-reader-service-account",
  "ServiceAccount istio-system/istiod",
  "ValidatingWebhookConfiguration /istio-validator-istio-system",
  "ValidatingWebhookConfiguration /istiod-default-validator",
];

/** A gateway of Istio. */
export const ISTIO_GATEWAY = (namespace: string, name: string): string[] => [
  `Deployment ${namespace}/${name}`,
  `Gateway ${namespace}/seldon-gateway`,
  `HorizontalPodAutoscaler ${namespace}/${name}`,
  `Role ${namespace}/${name}`,
  `RoleBinding ${namespace}/${name}`,
  `Service ${namespace}/${name}`,
  `ServiceAccount ${namespace}/${name}`,
];

/** Emissary with its definitions, but without its Hosts. */
export const EMISSARY = [
  ...[
    "authservices",
    "consulresolvers",
    "devportals",
    "hosts",
    "kubernetesendpointresolvers",
    "kubernetesserviceresolvers",
    "listeners",
    "logservices",
    "mappings",
    "modules",
    "ratelimitservices",
    "tcpmappings",
    "tlscontexts",
    "tracingservices",
  ].map((plural) => `CustomResourceDefinition /${plural}.getambassador.io`),
  "ClusterRole /ambassador",
  "Deployment ambassador/ambassador",
  "HorizontalPodAutoscaler ambassador/ambassador",
  "IngressClass /ambassador",
  "Listener ambassador/http",
  "Listener ambassador/https",
  "Module ambassador/ambassador",
  "Namespace /ambassador",
  "Namespace /emissary-system",
  "Service ambassador/ambassador",
];

/** What converts older versions of Emissary's objects. */
export const EMISSARY_WEBHOOK = [
  "Deployment emissary-system/emissary-apiext",
  "Service emissary-system/emissary-apiext",
];

/** cert-manager. */
export const CERT_MANAGER = [
  ...keptBy("cert-manager"),
  "Deployment cert-manager/cert-manager",
  "Deployment cert-manager/cert-manager-cainjector",
  "Deployment cert-manager/cert-manager-webhook",
  "MutatingWebhookConfiguration /cert-manager-webhook",
  "Namespace /cert-manager",
  "Role cert-manager/cert-manager-cainjector:leaderelection",
  "Role cert-manager/cert-manager:leaderelection",
  "Service cert-manager/cert-manager-webhook",
  "ServiceAccount cert-manager/cert-manager",
  "ServiceAccount cert-manager/cert-manager-cainjector",
  "ServiceAccount cert-manager/cert-manager-webhook",
  "ValidatingWebhookConfiguration /cert-manager-webhook",
];

/** An authority of a layer's own, and the certificates of its hosts. */
export const certificatesIn = (namespace: string, hosts: readonly string[]): string[] => [
  ...["gateway-ca", "gateway-self-signed"].map((issuer) => `Issuer ${namespace}/${issuer}`),
  ...certificateNames(hosts).map((name) => `Certificate ${namespace}/${name}`),
  ...keysIn(namespace, hosts),
];

/** The Secrets of those certificates, which cert-manager keeps when the certificates are deleted. */
export const keysIn = (namespace: string, hosts: readonly string[]): string[] =>
  certificateNames(hosts).map((name) => `Secret ${namespace}/${name}`);

const certificateNames = (hosts: readonly string[]): string[] => [
  "gateway-ca",
  "gateway-ca-bundle",
  ...hosts.map((host) => `${host}-tls`),
];

/** MetalLB with one pool, `general`, which is announced by ARP. */
export const METALLB = [
  ...[
    "bfdprofiles",
    "bgpadvertisements",
    "bgppeers",
    "communities",
    "configurationstates",
    "ipaddresspools",
    "l2advertisements",
    "servicebgpstatuses",
    "servicel2statuses",
  ].map((plural) => `CustomResourceDefinition /${plural}.metallb.io`),
  "ConfigurationState metallb-system/controller",
  "DaemonSet metallb-system/metallb-speaker",
  "Deployment metallb-system/metallb-controller",
  "IPAddressPool metallb-system/general",
  "L2Advertisement metallb-system/l2",
  "Namespace /metallb-system",
];
