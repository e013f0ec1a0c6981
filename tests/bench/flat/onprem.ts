/** What `programs/onprem` makes with its example stack, written by hand. The texts of its scripts and programs are those of the package. */
import { Command } from "@pulumi/command/local/command";
import { Provider as CommandProvider } from "@pulumi/command/provider";
import { Command as RemoteCommand, type CommandArgs } from "@pulumi/command/remote/command";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomId } from "@pulumi/random/randomId";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { clock } from "../../../components/targets/rke2/nodes/clock";
import { release, serving } from "./serving";

const root = resolve(__dirname, "../../..");
const fromRoot = (file: string): string => readFileSync(resolve(root, file), "utf8");

const RELEASE = "v1.35.7+rke2r1";
const HOSTS = ["models.domain.test", "rancher-demo.domain.test"] as const;
const [, RANCHER] = HOSTS;

const commands = { provider: new CommandProvider("ml-command") };
const random = { provider: new RandomProvider("ml-random") };
const owner = new RandomId("ml-id", { byteLength: 16 }, random).hex;
const tokenResource = new RandomPassword("ml-token", { length: 48, special: false }, random);
const token = tokenResource.result;

// Scripts on the machines.
const scriptPart = (part: string): string =>
  fromRoot(`components/targets/rke2/scripts/${part}.sh`).replace(/^\s*(#.*)?\n/gm, "");
const quoted = (text: string): string => (/^[\w./:+-]+$/.test(text) ? text : `'${text}'`);
const script = (parts: readonly string[], data: Readonly<Record<string, pulumi.Input<string>>>) =>
  pulumi.secret(
    pulumi
      .output(data)
      .apply((known) =>
        [
          ...Object.entries(known).map(([name, value]) => `${name}=${quoted(value)}\n`),
          ...["common", ...parts].map(scriptPart),
          'call "$@" </dev/null\n',
        ].join(""),
      ),
  );
const call = (what: string, words: string): string => `# ${what}\nsudo -n sh -s -- ${words}`;

interface Host {
  readonly name: string;
  readonly address: string;
  readonly role: "server" | "agent";
  readonly taints: string;
  /** The lines of config.yaml after that of the token. */
  readonly config: string;
}
const master: Host = {
  name: "master",
  address: "192.168.86.36",
  role: "server",
  taints: "node-role.kubernetes.io/control-plane=:NoSchedule",
  config: [
    'node-name: "master"',
    'node-taint: ["node-role.kubernetes.io/control-plane=:NoSchedule"]',
    ...[
      'tls-san: ["192.168.86.36"]',
      'cni: "canal"',
      'ingress-controller: "none"',
      'write-kubeconfig-mode: "0600"',
      "",
    ],
  ].join("\n"),
};
const worker: Host = {
  name: "worker",
  address: "192.168.86.35",
  role: "agent",
  taints: "",
  config: 'server: "https://192.168.86.36:9345"\nnode-name: "worker"\n',
};
const calledOf = ({ name, address }: Host): string => `${name} (${address})`;
const dataOf = (host: Host) => ({ NODE: calledOf(host), KEY: host.name, OWNER: owner, ROLE: host.role });

// Both machines are checked before anything on one of them changes.
const privateKey = pulumi.secret(`${fromRoot("programs/stacks/ssh-key.example").trim()}\n`);
const look = {
  interpreter: ["node", "-e", fromRoot("components/targets/rke2/ssh/reach-program.cjs")],
  logging: "stderr" as const,
  addPreviousOutputInEnv: false,
};
const checked = [master, worker].map((host) => {
  const called = calledOf(host);
  const environment = { MLPLATFORM_NODE: called, MLPLATFORM_HOST: host.address, MLPLATFORM_PORT: "22" };
  const hostKey = new Command(
    `ml-${host.name}-host`,
    { create: `read the host key of ${called}`, ...look, environment },
    { ...commands, ignoreChanges: ["create", "interpreter", "environment", "stdin", "connection"] },
  ).stdout.apply((text) => text.trimEnd());
  const prepare = { hostEntries: {}, nameservers: [] };
  const settings = JSON.stringify({ release: RELEASE, prepare, isCis: false, isFirst: host === master });
  const changes = createHash("sha256").update(`${settings}\ntoken: ""\n${host.config}`).digest("hex");
  const login = new Command(
    `ml-${host.name}-login`,
    {
      create: `log in to ${called}`,
      ...look,
      environment: {
        ...environment,
        MLPLATFORM_HOST_KEY: hostKey,
        MLPLATFORM_USER: "ubuntu",
        MLPLATFORM_CHANGES: pulumi.secret(changes),
      },
      stdin: privateKey.apply((key) => `${key.trim().replaceAll("\n", "|")}\n`),
    },
    commands,
  );
  const connection = {
    ...{ host: host.address, port: 22, user: "ubuntu", privateKey, hostKey },
    ...{ dialErrorLimit: 10, perDialTimeout: 10 },
  };
  const on = (
    step: string,
    args: Omit<CommandArgs, "connection">,
    options: pulumi.CustomResourceOptions & { ignoreChanges?: string[] },
    through: CommandArgs["connection"] = connection,
  ) =>
    new RemoteCommand(
      `ml-${host.name}${step}`,
      { connection: through, logging: "stderr", addPreviousOutputInEnv: false, ...args },
      { ...commands, ...options },
    );
  const check = on(
    "-check",
    {
      create: [
        `# check ${called} for RKE2`,
        `sudo -n true 2>/dev/null || { echo '${called}: the user ubuntu may not use sudo without a password. Allow it with NOPASSWD in /etc/sudoers.' >&2; exit 1; }`,
        `sudo -n sh -s -- check ${pulumi.runtime.isDryRun() ? "''" : String(clock.seconds())}`,
      ].join("\n"),
      update: call(`read the host name of ${called}`, "host_name"),
      delete: call(`leave ${called} clean`, 'clean "$HOME"/.mlplatform-rke2'),
      stdin: script(["check", "prepare", "install", "node"], {
        ...dataOf(host),
        ...{ PREPARE: "yes", CIS: "", GPU: "", AIRGAP: "", CGROUPS2: "yes", HOSTNAME_GIVEN: "yes" },
      }),
    },
    { ignoreChanges: ["create"], dependsOn: login },
  );
  return { host, called, environment, hostKey, connection, on, check };
});
const [first, second] = checked as [(typeof checked)[0], (typeof checked)[0]];
const checks = checked.map(({ check }) => check);

// RKE2: the server, then the agent. The commands of an upgrade do nothing at first.
const started = (at: typeof first, after: readonly pulumi.Resource[]) => {
  const { host, called, environment, hostKey, on } = at;
  const prepare = on(
    "-prepare",
    {
      create: call(`prepare ${called} for RKE2`, "prepare"),
      delete: call(`undo what was done to prepare ${called}`, "undo"),
      stdin: script(["prepare"], { ...dataOf(host), CIS: "", HOSTS: "", NAMESERVERS: "" }),
    },
    { dependsOn: checks },
  );
  const install = on(
    "-install",
    {
      create: call(`install RKE2 on ${called}`, `install ${RELEASE} ''`),
      update: call(`nothing to install on ${called}`, "true"),
      stdin: script(["install"], dataOf(host)),
    },
    { ignoreChanges: ["create"], dependsOn: prepare },
  );
  const node = on(
    "",
    {
      create: call(`start the RKE2 ${host.role} ${called}`, `start ${RELEASE} ''`),
      update: call(`configure the RKE2 ${host.role} ${called}`, "configure"),
      delete: call(`uninstall RKE2 on ${called}`, "uninstall"),
      stdin: script(["install", "node"], {
        ...dataOf(host),
        FIRST: host === master ? "yes" : "",
        CONFIG: pulumi.interpolate`token: "${token}"\n${host.config}`,
      }),
    },
    { ignoreChanges: ["create"], dependsOn: [install, ...after] },
  );
  new Command(
    `ml-${host.name}-reach`,
    {
      delete: `look whether ${called} can be reached`,
      ...look,
      environment: {
        ...environment,
        MLPLATFORM_HOST_KEY: hostKey,
        MLPLATFORM_ADVICE:
          "If the machine is gone for good, write lost: true for its node and run up; then remove the node, or destroy the cluster.",
      },
    },
    { ...commands, dependsOn: node },
  );
  const member = script(["member"], { ...dataOf(host), TARGET: host.name, LABELS: "", TAINTS: "" });
  const drain = on(
    "-drain",
    { update: call(`drain ${called} before its upgrade`, `drain ${RELEASE}`), stdin: member },
    { dependsOn: [node, ...after] },
    first.connection,
  );
  const upgrade = on(
    "-upgrade",
    {
      update: call(`upgrade RKE2 on ${called}`, `upgrade ${RELEASE} ''`),
      stdin: script(["install", "node"], { ...dataOf(host), CONFIG: "", FIRST: "" }),
    },
    { dependsOn: drain },
  );
  const uncordon = on(
    "-uncordon",
    { update: call(`let pods run on ${called} again`, `uncordon ${RELEASE}`), stdin: member },
    { dependsOn: upgrade },
    first.connection,
  );
  const joined = on(
    "-member",
    {
      create: call(`wait for the node ${called}`, "join"),
      update: call(`label the node ${called}`, "mark"),
      delete: call(`remove the node ${called} from the cluster`, "forget"),
      stdin: script(["member"], { ...dataOf(host), TARGET: host.name, LABELS: "", TAINTS: host.taints }),
    },
    { dependsOn: node, deletedWith: tokenResource },
    first.connection,
  );
  return { node, uncordon, joined };
};
const server = started(first, []);
const agent = started(second, [server.uncordon]);

const { stdout } = new RemoteCommand(
  "ml-kubeconfig",
  {
    connection: first.connection,
    create: call("read the kubeconfig of the RKE2 cluster", "kubeconfig"),
    stdin: script(["kubeconfig"], {
      ...{ NODE: master.name, RELEASE, API_ADDRESS: master.address, CLUSTER: "ml" },
    }),
    logging: "none",
    addPreviousOutputInEnv: false,
  },
  { ...commands, dependsOn: [server.node, server.uncordon], additionalSecretOutputs: ["stdout", "stderr"] },
);
const kubeconfig = pulumi.secret(stdout);
const settings = { kubeconfig, clusterIdentifier: owner };
const internal = new kubernetes.Provider("ml-internal", settings, { dependsOn: [server.joined, agent.joined] });
const storage = release(
  "ml-storage",
  ["local-path-provisioner", "kube-system"],
  ["oci://ghcr.io/rancher/local-path-provisioner/charts/local-path-provisioner", "0.0.36"],
  {
    storageClass: { create: true, defaultClass: true, name: "local-path", reclaimPolicy: "Delete" },
    nodePathMap: [{ node: "DEFAULT_PATH_FOR_NON_LISTED_NODES", paths: ["/opt/local-path-provisioner"] }],
    helperImage: { tag: "1.37.0" },
  },
  { provider: internal },
);
const k8s = { provider: new kubernetes.Provider("ml", settings, { dependsOn: [storage, agent.uncordon] }) };

// MetalLB and cert-manager.
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
const metal = (resource: string, kind: string, name: string, spec: object) =>
  new kubernetes.apiextensions.CustomResource(
    resource,
    { apiVersion: "metallb.io/v1beta1", kind, metadata: { name, namespace: metallb }, spec },
    { ...k8s, dependsOn: speakers },
  );
metal("ingress-pool-default", "IPAddressPool", "default", { addresses: ["192.168.86.251-192.168.86.254"] });
metal("ingress-l2", "L2Advertisement", "l2", { ipAddressPools: ["default"] });
const certificates = new kubernetes.core.v1.Namespace(
  "ingress-cert-manager-namespace",
  { metadata: { name: "cert-manager" } },
  k8s,
).metadata.name;
const certManager = release(
  "ingress-cert-manager",
  ["cert-manager", certificates],
  ["oci://quay.io/jetstack/charts/cert-manager", "v1.21.1"],
  { crds: { enabled: true }, global: { leaderElection: { namespace: certificates } } },
  k8s,
);

// Istio, Seldon Core and the model.
const { gateway, namespace } = serving(
  k8s,
  {},
  {
    sourceRanges: [],
    servers: [
      ...HOSTS.map((host, index) => ({
        hosts: [host],
        port: { name: `https-${String(index)}`, number: 443, protocol: "HTTPS" },
        tls: { credentialName: `${host}-tls`, mode: "SIMPLE" },
      })),
      { hosts: [...HOSTS], port: { name: "http", number: 80, protocol: "HTTP" }, tls: { httpsRedirect: true } },
    ],
    certManager,
  },
);

// An authority of its own, and a certificate for each host.
const issued = (
  resource: string,
  [kind, name]: ["Issuer" | "Certificate", string],
  spec: object,
  after: pulumi.Resource,
  isAwaited = true,
) =>
  new kubernetes.apiextensions.CustomResource(
    resource,
    {
      apiVersion: "cert-manager.io/v1",
      kind,
      metadata: { name, namespace, ...(isAwaited && { annotations: { "pulumi.com/waitFor": "condition=Ready" } }) },
      spec,
    },
    { ...k8s, dependsOn: after },
  );
const ecdsa = { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" };
const byIssuer = (name: string) => ({ group: "cert-manager.io", kind: "Issuer", name });
const byAuthority = { issuerRef: byIssuer("gateway-ca") };
const selfSigned = issued("ingress-ca-root", ["Issuer", "gateway-self-signed"], { selfSigned: {} }, certManager, false);
const authorityCertificate = issued(
  "ingress-ca-certificate",
  ["Certificate", "gateway-ca"],
  {
    ...{ isCA: true, commonName: "mlplatform", duration: "87600h", secretName: "gateway-ca", privateKey: ecdsa },
    issuerRef: byIssuer("gateway-self-signed"),
  },
  selfSigned,
);
const authority = issued(
  "ingress-ca",
  ["Issuer", "gateway-ca"],
  { ca: { secretName: "gateway-ca" } },
  authorityCertificate,
);
for (const host of HOSTS) {
  const secretName = `${host}-tls`;
  issued(
    `ingress-certificate-${host}`,
    ["Certificate", secretName],
    { dnsNames: [host], secretName, ...byAuthority },
    authority,
  );
}
const bundle = issued(
  "ingress-ca-bundle",
  ["Certificate", "gateway-ca-bundle"],
  {
    ...{ dnsNames: ["ca-bundle.invalid"], duration: "87600h", secretName: "gateway-ca-bundle", privateKey: ecdsa },
    ...byAuthority,
  },
  authority,
);
const { data } = kubernetes.core.v1.Secret.get("ingress-ca-bundle-secret", "istio-system/gateway-ca-bundle", {
  ...k8s,
  dependsOn: bundle,
  additionalSecretOutputs: ["data"],
});
/** What a read Secret has; its type promises more than a cluster that has not answered yet. */
type Data = Readonly<Record<string, string>> | undefined;
const pem = pulumi
  .unsecret(data as pulumi.Output<Data>)
  .apply((values) => Buffer.from(values?.["ca.crt"] ?? "", "base64").toString());

// Rancher.
const rancherNamespace = new kubernetes.core.v1.Namespace(
  "rancher-namespace",
  { metadata: { name: "cattle-system" } },
  k8s,
).metadata.name;
const { result: bootstrapPassword } = new RandomPassword(
  "rancher-bootstrap-password",
  { length: 24, special: false },
  { provider: new RandomProvider("rancher-random") },
);
const authorityOfRancher = new kubernetes.core.v1.Secret(
  "rancher-ca",
  {
    metadata: { name: "tls-ca", namespace: rancherNamespace },
    type: "Opaque",
    stringData: { "cacerts.pem": pem },
  },
  k8s,
);
const kubectl = "check that kubectl is there for the clean-up of Rancher";
const cleanUp = new Command(
  "rancher-clean-up",
  {
    create: kubectl,
    update: kubectl,
    delete: "clean up after Rancher",
    interpreter: ["node", "-e", fromRoot("components/rancher-server/clean-up/program.cjs")],
    environment: {
      MLPLATFORM_RANCHER_KUBECONFIG: kubeconfig,
      MLPLATFORM_RANCHER_SECONDS: "300",
      MLPLATFORM_RANCHER_SKIP_UNREACHABLE: "false",
    },
    logging: "stderr",
    addPreviousOutputInEnv: false,
  },
  { provider: new CommandProvider("rancher-command"), additionalSecretOutputs: ["environment"] },
);
release(
  "rancher",
  ["rancher", rancherNamespace],
  ["rancher", "2.15.0", "https://releases.rancher.com/server-charts/latest"],
  {
    auditLog: { enabled: false },
    bootstrapPassword,
    hostname: RANCHER,
    ingress: { enabled: false },
    networkExposure: { type: "none" },
    postDelete: { ignoreTimeoutError: true },
    privateCA: true,
    replicas: 3,
    startupProbe: { failureThreshold: 60 },
    tls: "external",
  },
  { ...k8s, dependsOn: [authorityOfRancher, cleanUp] },
  { timeout: 1200 },
);
new kubernetes.policy.v1.PodDisruptionBudget(
  "rancher-budget",
  {
    metadata: { name: "rancher-budget", namespace: rancherNamespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: "rancher" } } },
  },
  k8s,
);
new kubernetes.apiextensions.CustomResource(
  "rancher-route",
  {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "rancher", namespace: rancherNamespace },
    spec: {
      gateways: [pulumi.interpolate`${namespace}/${gateway.metadata.name}`],
      hosts: [RANCHER],
      http: [
        {
          headers: { request: { set: { "X-Forwarded-Proto": "https" } } },
          match: [{ uri: { prefix: "/" } }],
          route: [{ destination: { host: "rancher.cattle-system.svc.cluster.local", port: { number: 80 } } }],
        },
      ],
    },
  },
  k8s,
);
