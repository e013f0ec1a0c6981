import { IngressLayer } from "../../../../components";
import { CERTIFICATE, KEY } from "../../ingress-layer/certificates";
import { ON_AWS } from "../../pachyderm-store/stores";
import { clusterFacts, ingressFacts } from "../../platform";
import { EMISSARY } from "../../seldon-core/operator";
import { some, without, type Args, type Fuzzed } from "../fuzzed";
import type { Random } from "../random";

const CONTROLLERS = ["istio", "emissary", "ambassador", "existing"];

/** A layer with one controller, and what goes with it. */
function layer(given: Args, random: Random): Args {
  const args = some(
    given,
    random,
    ...["charts", "service", "autoscaling", "resources", "mirror", "imageRegistry", "tls", "hosts", "dns"],
  );
  const controller = random.of([...CONTROLLERS, "istio", "emissary"]);
  const rest = without(args, ...CONTROLLERS, "metallb", "internal", "allowPublic", "sourceRanges");
  const facts = { ...(args["cluster"] as object), ...clusterFacts };
  const block = (given[controller] ?? {}) as Args;
  if (controller === "existing") {
    const { port, https } = block;
    const kind = random.of(Object.values(EXISTING));
    const written = Object.fromEntries(Object.entries({ port, https }).filter(([, value]) => value !== undefined));
    return { cluster: facts, existing: { ...kind, ...some(written, random, "port", "https") } };
  }
  const isOld = controller === "ambassador";
  const cluster = { ...facts, ...(isOld ? { kubernetesVersion: "1.21" } : {}) };
  const common = {
    ...(isOld ? without(rest, "hosts", "tls", "dns", "imageRegistry") : { ...rest, ...hosted(random) }),
    // The layer whose control plane or definitions are used must have the same controller.
    [controller]: without(block, "controlPlane", "definitions"),
    sourceRanges: ["203.0.113.0/24"],
  };
  if (random.chance(0.7)) return { ...common, cluster };
  const metallb = { ...some((given["metallb"] ?? {}) as Args, random, "namespace", "l2", "bgpPeers", "network") };
  const pools = { main: { addresses: ["172.25.1.1-172.25.1.100"] } };
  return { ...common, metallb: { ...metallb, pools }, cluster: { ...cluster, providesLoadBalancers: false } };
}

/** HTTPS for a host, sometimes with its record in DNS. */
function hosted(random: Random): Args {
  if (random.chance(0.6)) return {};
  const cloudDns = { zones: ["example.org"], project: "my-project", serviceAccount: DNS_ACCOUNT };
  const tls = random.of([{ selfSigned: {} }, { existingIssuer: { name: "corporate" } }, { secret: { name: "tls" } }]);
  return { hosts: ["models.example.org"], tls, ...(random.chance(0.5) ? { dns: { cloudDns } } : {}) };
}

const DNS_ACCOUNT = "dns@my-project.iam.gserviceaccount.com";

/** Controllers that exist. */
const EXISTING = {
  istio: { controller: "istio", version: "1.30.3", host: "lb.example.org", gateway: "istio-system/gateway" },
  emissary: { controller: "emissary", version: "4.1.0", host: "lb.example.org" },
  other: { controller: "other", version: "3.0.0", host: "lb.example.org", ingressClassName: "traefik" },
};

const CLUSTER = { ...clusterFacts, kubernetesVersion: "1.35" };
const BARE = { ...CLUSTER, providesLoadBalancers: false, loadBalancerNetwork: "192.168.10.0/24" };
const COMMON = { cluster: CLUSTER, istio: {}, sourceRanges: ["203.0.113.0/24"] };
const PUBLIC = { cluster: CLUSTER, istio: {}, allowPublic: true };
const RESOURCES = { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } };
const AUTOSCALING = { min: 2, max: 5, targetCpuPercent: 70 };
const HOSTS = ["models.example.org", "lab.example.org"];
const EMAIL = "ml@example.org";
const DNS01 = { tls: { letsEncrypt: { email: EMAIL, challenge: "dns01" } }, hosts: ["models.example.org"] };
const UUID = "01234567-89ab-cdef-0123-456789abcdef";
const CERTIFICATE_ARN = `arn:aws:acm:eu-central-1:111122223333:certificate/${UUID}`;
const AWS_ANNOTATIONS = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" };
const ZONES = { "example.org": "Z0123456789ABCDEFGHIJ" };
const ROLE = "arn:aws:iam::111122223333:role/dns";
const AZURE_DNS = {
  zones: ["example.org"],
  subscriptionId: UUID,
  resourceGroup: "dns",
  tenantId: UUID,
  clientId: UUID,
};
const JWT = { issuer: "https://login.example.org", audiences: ["models"] };
const JWKS = '{"keys": [{"kty": "RSA", "kid": "a", "n": "AQAB", "e": "AQAB"}]}';
const PEER = { address: "192.168.10.1", asn: 64_512, myAsn: 64_513 };

export const ingressLayer: Fuzzed = {
  create: (name, args, opts) => new IngressLayer(name, args, opts),
  fit: layer,
  examples: () => [
    {
      ...{ ...COMMON, hosts: HOSTS, tls: { selfSigned: { commonName: "ml", validDays: 365 }, redirect: true } },
      istio: {
        ...{ profile: "demo", injectedNamespaces: ["models"] },
        istiod: { autoscaling: AUTOSCALING, resources: RESOURCES },
        mesh: { accessLog: "JSON", outboundTraffic: "REGISTRY_ONLY", autoMtls: false },
        egress: { autoscaling: AUTOSCALING, resources: RESOURCES },
      },
      ...{
        autoscaling: AUTOSCALING,
        resources: RESOURCES,
        labels: { team: "ml" },
        imageRegistry: "registry.example.org",
      },
      service: { type: "LoadBalancer", annotations: { "example.org/a": "b" } },
    },
    {
      ...{ cluster: CLUSTER, replicas: 2, service: { type: "ClusterIP" } },
      istio: { istiod: { replicas: 2 }, egress: { replicas: 2 } },
      namespace: { name: "ingress", create: true },
      charts: { istiod: { mirror: "https://charts.example.org", values: { env: { A: "b" } } } },
    },
    {
      ...{ ...COMMON, istio: { version: "1.30.3" }, charts: { "cert-manager": { version: "v1.21.0" } } },
      ...{ mirror: "oci://registry.example.org/charts", hosts: HOSTS, tls: { selfSigned: {} } },
      allowUntestedVersions: true,
    },
    { ...COMMON, istio: { controlPlane: ingressFacts } },
    {
      ...{ ...COMMON, hosts: HOSTS, tls: { secret: { name: "own-tls" } } },
      istio: {
        jwt: {
          ...{ ...JWT, jwksUri: "https://login.example.org/certs" },
          ...{ openHosts: ["lab.example.org"], openPaths: ["/health"] },
        },
      },
    },
    {
      ...{ ...COMMON, hosts: ["models.example.org"], tls: { secret: { certificate: CERTIFICATE, key: KEY } } },
      istio: { jwt: { ...JWT, jwks: JWKS } },
    },
    { ...PUBLIC, hosts: HOSTS, tls: { letsEncrypt: { email: EMAIL, challenge: "http01", staging: true } } },
    { ...COMMON, ...DNS01, dns: { route53: { zones: ZONES, roleArn: ROLE } } },
    { ...COMMON, ...DNS01, cluster: { ...ON_AWS(), ...CLUSTER }, dns: { route53: { zones: ZONES } } },
    { ...COMMON, ...DNS01, dns: { azureDns: AZURE_DNS, records: false } },
    {
      ...{ ...COMMON, hosts: HOSTS, tls: { existingIssuer: { name: "corporate", kind: "Issuer" } } },
      dns: {
        cloudDns: { zones: ["example.org"], project: "my-project", serviceAccount: DNS_ACCOUNT },
        ...{ records: true, keepRecords: true },
      },
    },
    { ...COMMON, hosts: HOSTS, tls: { selfSigned: {}, certManagerExists: true } },
    {
      ...{ ...COMMON, cluster: { ...CLUSTER, loadBalancerAnnotations: AWS_ANNOTATIONS } },
      tls: { atLoadBalancer: { certificateArn: CERTIFICATE_ARN } },
    },
    {
      ...{ cluster: BARE, istio: {}, internal: true },
      metallb: {
        pools: {
          main: { addresses: ["172.25.2.1-172.25.2.100"], avoidBuggyIps: true },
          own: { fromClusterNetwork: true, autoAssign: false },
        },
        ...{ network: "172.25.0.0/16", l2: true, namespace: { name: "metallb", create: true } },
      },
    },
    {
      ...{ cluster: BARE, istio: {}, internal: true },
      metallb: {
        ...{ pools: { main: { addresses: ["172.25.1.1-172.25.1.100"] } }, l2: false },
        bgpPeers: { router: { ...PEER, port: 1790, password: "a password of peers" } },
      },
    },
    { ...without(COMMON, "istio"), emissary: { ambassadorId: "team", legacyVersions: true } },
    {
      ...{ ...without(COMMON, "istio"), hosts: HOSTS, tls: { selfSigned: {} } },
      emissary: { ambassadorId: "team", definitions: EMISSARY },
    },
    {
      ...{ ...without(COMMON, "istio"), ...DNS01, emissary: {} },
      dns: { cloudDns: { zones: ["example.org"], project: "my-project", serviceAccount: DNS_ACCOUNT } },
    },
    {
      ...{ ...without(COMMON, "istio"), cluster: { ...CLUSTER, kubernetesVersion: "1.21" } },
      ambassador: { edgeStack: true },
    },
    {
      cluster: CLUSTER,
      existing: {
        ...{ ...EXISTING.istio, https: true, port: 443, gatewaySelector: { istio: "gateway" } },
        ...{ gatewayNamespace: "istio-system", ingressClassName: "istio", certManager: true },
        issuer: { kind: "ClusterIssuer", name: "corporate" },
      },
    },
    { cluster: CLUSTER, existing: { ...EXISTING.emissary, ambassadorId: "team", legacyVersions: true } },
    { cluster: CLUSTER, existing: EXISTING.other },
  ],
};
