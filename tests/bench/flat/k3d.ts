/** What `programs/k3d` makes with its example stack, written by hand. The texts of its programs are those of the package. */
import { Command } from "@pulumi/command/local/command";
import { Provider as CommandProvider } from "@pulumi/command/provider";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomId } from "@pulumi/random/randomId";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { sharedPassword } from "../../../components/jupyter-hub/login/shared-password";
import { NOTEBOOKS_END } from "../../../components/jupyter-hub/notebooks-end";
import { derivedHex, derivedText } from "../../../components/shared/kept-seed";
import { release, serving } from "./serving";

const DOMAIN = "mlplatform.test";

// The cluster.
const programOf = (name: string): string[] => [
  "node",
  "-e",
  readFileSync(resolve(__dirname, `../../../components/targets/k3d/commands/${name}-program.cjs`), "utf8"),
];
const image = "rancher/k3s:v1.35.8-k3s1";
const published = (port: number, nodePort: number) => ({
  port: `127.0.0.1:${String(port)}:${String(nodePort)}`,
  nodeFilters: ["loadbalancer"],
});
const without = (part: string) => ({ arg: `--disable=${part}`, nodeFilters: ["server:*"] });
const stdin = JSON.stringify({
  apiVersion: "k3d.io/v1alpha5",
  kind: "Simple",
  metadata: { name: "ml" },
  servers: 1,
  agents: 0,
  image,
  kubeAPI: { hostIP: "127.0.0.1", hostPort: "6443" },
  ports: [published(8080, 80), published(8443, 443)],
  options: {
    k3d: { wait: true, timeout: "10m" },
    k3s: { extraArgs: [without("traefik"), without("servicelb")] },
    kubeconfig: { updateDefaultKubeconfig: false, switchCurrentContext: false },
    runtime: { serversMemory: "8G" },
  },
});
const commands = { provider: new CommandProvider("ml-command") };
const owner = new RandomId("ml-owner", { byteLength: 16 }, { provider: new RandomProvider("ml-random") });
const common = {
  interpreter: programOf("cluster"),
  stdin,
  environment: { MLPLATFORM_K3D_OWNER: owner.hex, MLPLATFORM_K3D_ADOPT: "false" },
  logging: "stderr" as const,
};
const triggers = [stdin];
const check = new Command(
  "ml-check",
  { ...common, triggers, create: "check this machine for k3d", update: "skip the check of this machine" },
  commands,
);
const remains = new Command(
  "ml-remains",
  { ...common, delete: "clear away what an interrupted run left of the k3d cluster" },
  { ...commands, dependsOn: check },
);
const cluster = new Command(
  "ml",
  {
    ...common,
    triggers,
    create: `create the k3d cluster: ${image}, 1 server, ports 8080 and 8443 at 127.0.0.1`,
    update: "look at the k3d cluster",
    delete: "delete the k3d cluster",
  },
  { ...commands, dependsOn: remains, deleteBeforeReplace: true },
);
const { stdout: kubeconfig } = new Command(
  "ml-kubeconfig",
  {
    create: "read the kubeconfig of the k3d cluster",
    interpreter: programOf("kubeconfig"),
    environment: { MLPLATFORM_K3D_CLUSTER: "ml" },
    logging: "none",
    addPreviousOutputInEnv: false,
    triggers: [cluster.id],
  },
  { ...commands, additionalSecretOutputs: ["stdout", "stderr"] },
);
const k8s = {
  provider: new kubernetes.Provider("ml", { kubeconfig: pulumi.secret(kubeconfig), clusterIdentifier: cluster.id }),
};

// MetalLB.
const privileged = ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, "privileged"]);
const metallb = new kubernetes.core.v1.Namespace(
  "ingress-metallb-namespace",
  { metadata: { name: "metallb-system", labels: Object.fromEntries(privileged) as Record<string, string> } },
  k8s,
).metadata.name;
const speakers = release(
  "ingress-metallb",
  ["metallb", metallb],
  ["metallb", "0.16.1", "https://metallb.github.io/metallb"],
  { frrk8s: { enabled: false } },
  k8s,
);
const apiVersion = "metallb.io/v1beta1";
new kubernetes.apiextensions.CustomResource(
  "ingress-pool-default",
  {
    apiVersion,
    kind: "IPAddressPool",
    metadata: { name: "default", namespace: metallb },
    spec: { addresses: cluster.stdout.apply((facts) => [poolIn((JSON.parse(facts) as { network: string }).network)]) },
  },
  { ...k8s, dependsOn: speakers },
);
new kubernetes.apiextensions.CustomResource(
  "ingress-l2",
  {
    apiVersion,
    kind: "L2Advertisement",
    metadata: { name: "l2", namespace: metallb },
    spec: { ipAddressPools: ["default"] },
  },
  { ...k8s, dependsOn: speakers },
);

/** A hundred addresses of a network of Docker, beside those that it gives to containers first. */
function poolIn(network: string): string {
  const [a = "", b = ""] = network.split(".");
  return `${a}.${b}.1.1-${a}.${b}.1.100`;
}

// Istio, Seldon Core and the model.
serving(k8s, {}, { sourceRanges: [] });

// JupyterHub.
const hubNamespace = new kubernetes.core.v1.Namespace("jupyterhub-namespace", { metadata: { name: "jupyterhub" } }, k8s)
  .metadata.name;
const { result } = new RandomPassword(
  "jupyterhub-seed",
  { length: 48, special: false },
  { provider: new RandomProvider("jupyterhub-random") },
);
const { data } = new kubernetes.core.v1.Secret(
  "jupyterhub-credentials",
  {
    metadata: { name: "jupyterhub-credentials", namespace: hubNamespace },
    data: { seed: result.apply((text) => Buffer.from(text).toString("base64")) },
  },
  { ...k8s, ignoreChanges: ["data"], retainOnDelete: true },
);
const seed = pulumi.secret(data.apply(({ seed: text = "" }) => Buffer.from(text, "base64").toString()));
const hex = (use: string) => seed.apply((text) => derivedHex(text, use));
const password = (use: string, length: number) => seed.apply((text) => derivedText(text, use, length));
const toNamespace = (name: string) => ({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } });
const unrouted = [
  ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"],
  ...["0.0.0.0/8", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "168.63.129.16/32"],
];
release(
  "jupyterhub",
  ["jupyterhub", hubNamespace],
  ["jupyterhub", "4.4.0", "https://hub.jupyter.org/helm-chart/"],
  {
    cull: { enabled: true },
    hub: {
      baseUrl: "/",
      config: {
        CryptKeeper: { keys: [hex("CryptKeeper key")] },
        JupyterHub: { authenticator_class: "shared-password" },
        SharedPasswordAuthenticator: {
          admin_password: password("administrator password", 48),
          admin_users: ["admin"],
          allow_all: true,
          allow_existing_users: false,
          allowed_users: [],
          user_password: password("user password", 24),
        },
      },
      cookieSecret: hex("cookie secret"),
      db: {
        pvc: {
          annotations: { "helm.sh/resource-policy": "keep" },
          storage: "1Gi",
          storageClassName: "local-path",
        },
      },
      extraConfig: { ...sharedPassword({}).code, ...NOTEBOOKS_END },
      loadRoles: { admin: { users: ["admin"] } },
    },
    ingress: { enabled: false },
    prePuller: { continuous: { enabled: false }, hook: { enabled: false } },
    proxy: {
      chp: { extraCommandLineFlags: ["--no-x-forward"] },
      https: { enabled: false },
      secretToken: hex("proxy token"),
      service: { annotations: {}, type: "ClusterIP" },
    },
    scheduling: { userScheduler: { enabled: false } },
    singleuser: {
      cloudMetadata: { blockWithIptables: false },
      defaultUrl: "/lab",
      image: { name: "quay.io/jupyter/minimal-notebook", tag: "2026-08-10" },
      networkPolicy: {
        egress: [
          { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: unrouted } }] },
          {
            ports: ["UDP", "TCP"].map((protocol) => ({ port: 53, protocol })),
            to: [{ ipBlock: { cidr: "169.254.0.0/16" } }],
          },
          { to: [toNamespace("models")] },
          { to: [{ ...toNamespace("istio-system"), podSelector: { matchLabels: { istio: "ingressgateway" } } }] },
        ],
        egressAllowRules: { cloudMetadataServer: false, nonPrivateIPs: false, privateIPs: false },
        enabled: true,
      },
      storage: { capacity: "10Gi", dynamic: { storageClass: "local-path" } },
    },
  },
  k8s,
  { timeout: 900 },
);
route("jupyterhub-route", { name: "jupyterhub", namespace: hubNamespace }, "proxy-public.jupyterhub");

// The website of the quickstart.
const site = new kubernetes.core.v1.Namespace("nginx", { metadata: { name: "nginx" } }, k8s).metadata.name;
const labels = { app: "nginx" };
new kubernetes.apps.v1.Deployment(
  "nginx",
  {
    metadata: { name: "nginx", namespace: site },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: "nginx", image: "docker.io/library/nginx:1.29", ports: [{ containerPort: 80 }] }],
        },
      },
    },
  },
  k8s,
);
new kubernetes.core.v1.Service(
  "nginx",
  { metadata: { name: "nginx", namespace: site }, spec: { selector: labels, ports: [{ name: "http", port: 80 }] } },
  k8s,
);
route("nginx", { name: "nginx", namespace: site }, "nginx.nginx");

function route(name: string, metadata: { name: string; namespace: pulumi.Input<string> }, service: string): void {
  new kubernetes.apiextensions.CustomResource(
    name,
    {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata,
      spec: {
        gateways: ["istio-system/seldon-gateway"],
        hosts: [`${metadata.name}.${DOMAIN}`],
        http: [
          {
            match: [{ uri: { prefix: "/" } }],
            route: [{ destination: { host: `${service}.svc.cluster.local`, port: { number: 80 } } }],
          },
        ],
      },
    },
    k8s,
  );
}
