import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AccessLog,
  AcmeChallenge,
  Exposure,
  IngressLayer,
  IstioProfile,
  MlCluster,
  OutboundTraffic,
  ServiceType,
  type DnsArgs,
  type ExistingClusterArgs,
  type IngressLayerArgs,
} from "../../../components";
import { charts } from "../../../components/shared/pinned-charts";
import { RESOURCES, type Variant } from "./variant";

const KUBECONFIG = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
  clusters: [{ name: "c", cluster: { server: "https://kubernetes.example.org" } }],
  users: [{ name: "u", user: { token: "t" } }],
});

/** A folder is looked into when the component is made, and only for the names of its files. */
function istioFromFolder(): void {
  const mirror = mkdtempSync(join(tmpdir(), "mlplatform-charts-"));
  try {
    for (const { chart, version } of [charts["istio-base"], charts.istiod, charts["istio-gateway"]]) {
      writeFileSync(join(mirror, `${chart}-${version}.tgz`), "");
    }
    istio({ allowPublic: true, mirror })();
  } finally {
    rmSync(mirror, { recursive: true });
  }
}

/** An Istio layer with these arguments, on an existing cluster with those. */
const istio =
  (args: Omit<IngressLayerArgs, "cluster">, existing: Partial<ExistingClusterArgs> = {}) =>
  (): void => {
    const cluster = new MlCluster("ml", {
      existing: { kubeconfig: KUBECONFIG, context: "c", ...existing },
      kubernetesVersion: "1.35",
    });
    new IngressLayer("ingress", { cluster, istio: {}, ...args }, { provider: cluster.provider });
  };

const HOSTS = ["models.example.org", "*.ml.example.org"];
const ZONES = { "example.org": "Z0123456789ABCDEFGHIJ", "ml.example.org": "Z1123456789ABCDEFGHIJ" };
const UUID = "01234567-89ab-cdef-0123-456789abcdef";
const IDENTITY = {
  oidcIssuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF",
  providerArn: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF",
};

/** `IngressLayer` with Istio. */
export const istioVariants: readonly Variant[] = [
  { title: "Istio, open to the world", program: istio({ allowPublic: true }) },
  {
    title: "Istio with own certificates",
    program: istio({ allowPublic: true, hosts: HOSTS, tls: { selfSigned: {} } }),
  },
  {
    title: "Istio with certificates of Let's Encrypt",
    program: istio({ allowPublic: true, hosts: HOSTS.slice(0, 1), tls: { letsEncrypt: { email: "ml@example.org" } } }),
  },
  ...(
    [
      ["Route 53, with roles that are created", { route53: { zones: ZONES } }],
      [
        "Route 53, with a role that exists",
        { route53: { zones: ZONES, roleArn: "arn:aws:iam::111122223333:role/dns" }, keepRecords: true },
      ],
      [
        "Cloud DNS",
        {
          cloudDns: {
            zones: Object.keys(ZONES),
            project: "my-project",
            serviceAccount: "dns@my-project.iam.gserviceaccount.com",
          },
        },
      ],
      [
        "Azure DNS",
        {
          azureDns: {
            zones: Object.keys(ZONES),
            subscriptionId: UUID,
            resourceGroup: "dns",
            tenantId: UUID,
            clientId: UUID,
          },
        },
      ],
    ] as const satisfies readonly (readonly [string, DnsArgs])[]
  ).map(([service, dns]): Variant => ({
    title: `Istio with records and challenges in ${service}`,
    program: istio(
      {
        allowPublic: true,
        hosts: HOSTS,
        tls: { letsEncrypt: { email: "ml@example.org", challenge: AcmeChallenge.Dns01 } },
        dns,
        labels: { team: "ml" },
      },
      { identity: IDENTITY },
    ),
  })),
  {
    title: "Istio with certificates of an issuer that exists, and with labels",
    program: istio({
      allowPublic: true,
      hosts: HOSTS,
      tls: { existingIssuer: { name: "corporate" }, redirect: false },
      labels: { team: "vision" },
    }),
  },
  {
    title: "Istio with a Secret for every host",
    program: istio({ allowPublic: true, tls: { secret: { name: "own-tls" } } }),
  },
  { title: "Istio with source ranges", program: istio({ sourceRanges: ["203.0.113.0/24", "2001:db8::/32"] }) },
  {
    title: "Istio with an internal load balancer",
    program: istio(
      { internal: true },
      { internalLoadBalancerAnnotations: { "networking.gke.io/load-balancer-type": "Internal" } },
    ),
  },
  {
    title: "Istio where load balancers are internal anyway",
    program: istio({ internal: true }, { defaultExposure: Exposure.Internal }),
  },
  {
    title: "Istio with annotations of the cluster's and of the caller",
    program: istio(
      { allowPublic: true, service: { annotations: { "example.org/team": "ml" } } },
      { loadBalancerAnnotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" } },
    ),
  },
  { title: "Istio behind node ports", program: istio({ service: { type: ServiceType.NodePort } }) },
  {
    title: "Istio inside the cluster, without load balancers",
    program: istio({ service: { type: ServiceType.ClusterIP } }, { providesLoadBalancers: false }),
  },
  {
    title: "Istio with fixed replicas",
    program: istio({ allowPublic: true, replicas: 3, istio: { istiod: { replicas: 2 } } }),
  },
  {
    title: "Istio with single pods",
    program: istio({ allowPublic: true, replicas: 1, istio: { istiod: { replicas: 1 } } }),
  },
  {
    title: "Istio with autoscaling",
    program: istio({
      allowPublic: true,
      autoscaling: { min: 2, max: 10, targetCpuPercent: 60 },
      istio: { istiod: { autoscaling: { min: 2, max: 4, targetCpuPercent: 70 } } },
    }),
  },
  {
    title: "Istio with resources",
    program: istio({ allowPublic: true, resources: RESOURCES, istio: { istiod: { resources: RESOURCES } } }),
  },
  {
    title: "Istio with the demo profile",
    program: istio({ allowPublic: true, istio: { profile: IstioProfile.Demo } }),
  },
  {
    title: "Istio with an egress gateway and mesh settings",
    program: istio({
      allowPublic: true,
      labels: { team: "ml" },
      istio: {
        egress: { autoscaling: { min: 2, max: 3 }, resources: RESOURCES },
        mesh: { accessLog: AccessLog.Json, outboundTraffic: OutboundTraffic.RegistryOnly, autoMtls: false },
      },
    }),
  },
  {
    title: "Istio with sidecars in named namespaces",
    program: istio({ allowPublic: true, istio: { injectedNamespaces: ["models", "jupyter"] } }),
  },
  { title: "Istio in another namespace", program: istio({ allowPublic: true, namespace: { name: "mesh" } }) },
  {
    title: "Istio in a namespace that exists",
    program: istio({ allowPublic: true, namespace: { name: "mesh", create: false } }),
    outputs: (_type, name) => (name === "ingress-namespace" ? { outputs: { metadata: { name: "mesh" } } } : undefined),
  },
  { title: "Istio with labels", program: istio({ allowPublic: true, labels: { team: "ml" } }) },
  {
    title: "Istio from an OCI mirror",
    program: istio({ allowPublic: true, mirror: "oci://registry.example.org/charts" }),
  },
  {
    title: "Istio from a mirror over HTTPS",
    program: istio({ allowPublic: true, mirror: "https://charts.example.org" }),
  },
  { title: "Istio from a folder", program: istioFromFolder },
  {
    title: "Istio with values of the caller",
    program: istio({
      allowPublic: true,
      charts: {
        "istio-base": { values: { defaultRevision: "" } },
        istiod: { values: { meshConfig: { accessLogFile: "/dev/stdout" } } },
        "istio-gateway": { mirror: "https://charts.example.org", values: { terminationGracePeriodSeconds: 60 } },
      },
    }),
  },
];
