import assert from "node:assert/strict";
import { Namespace } from "@pulumi/kubernetes/core/v1";
import { RancherServer, type RancherServerArgs } from "../../../components";
import type { PlainValue } from "../../../recorder";
import { deploy, type Deployed } from "../../helpers/deploy";
import { componentOptions } from "../component-options";
import { cluster } from "../platform";
import {
  CERTIFICATE,
  COMMAND,
  DEFINITION,
  HOST,
  HTTPS,
  ISTIO_ROUTE,
  KEY,
  NAMESPACE,
  rancher,
  RELEASE,
  SECRET,
  WAYS_IN,
} from "./rancher";

const RELEASED = [RELEASE, "rancher"] as const;
const CLEANED = [COMMAND, "rancher-clean-up"] as const;
const CREATED = [NAMESPACE, "rancher-namespace"] as const;
const own = { kubernetesIngress: {} };

/** The value at a dotted key of an input of a resource; undefined if there is no such resource. */
function inputOf(graph: Deployed, [type, name]: readonly [string, string], key: string): unknown {
  const found = graph.resources.find((one) => one.type === type && one.name === name);
  return found === undefined
    ? undefined
    : key
        .split(".")
        .reduce<unknown>(
          (value, part) => (value as Record<string, PlainValue> | undefined)?.[part],
          graph.revealInputs(found),
        );
}

type Args = Partial<RancherServerArgs>;

/** What an option changes: in which resource, at which key, from what, to what. */
type Row = [
  option: string,
  args: Args,
  resource: readonly [string, string],
  key: string,
  from: unknown,
  to: unknown,
  without?: Args,
];

const audit = (option: string, value: unknown, key: string, from: unknown, to = value): Row => [
  `auditLog.${option}`,
  { auditLog: { [option]: value } },
  RELEASED,
  `values.auditLog.${key}`,
  from,
  to,
  { auditLog: {} },
];

const rows: Row[] = [
  [
    "imageRegistry",
    { imageRegistry: "registry.example.org" },
    RELEASED,
    "values.systemDefaultRegistry",
    undefined,
    "registry.example.org",
  ],
  ["host", { host: "r.example.org" }, RELEASED, "values.hostname", "rancher.example.org", "r.example.org"],
  ["kubernetesIngress", own, RELEASED, "values.ingress.enabled", false, true],
  [
    "kubernetesIngress.className",
    { kubernetesIngress: { className: "nginx" } },
    RELEASED,
    "values.ingress.ingressClassName",
    undefined,
    "nginx",
    own,
  ],
  [
    "kubernetesIngress.annotations",
    { kubernetesIngress: { annotations: { "example.org/a": "b" } } },
    RELEASED,
    "values.ingress.extraAnnotations",
    undefined,
    { "example.org/a": "b" },
    own,
  ],
  [
    "tls.letsEncrypt",
    WAYS_IN["lets-encrypt"],
    RELEASED,
    "values.ingress.tls.source",
    "rancher",
    "letsEncrypt",
    { kubernetesIngress: { className: "traefik" } },
  ],
  [
    "tls.letsEncrypt.email",
    { ...WAYS_IN["lets-encrypt"], tls: { letsEncrypt: { email: "ada@example.org" } } },
    RELEASED,
    "values.letsEncrypt.email",
    "ml@example.org",
    "ada@example.org",
    WAYS_IN["lets-encrypt"],
  ],
  [
    "tls.letsEncrypt.staging",
    WAYS_IN["lets-encrypt-staging"],
    RELEASED,
    "values.letsEncrypt.environment",
    "production",
    "staging",
    WAYS_IN["lets-encrypt"],
  ],
  ["tls.secret.name", WAYS_IN.secret, RELEASED, "values.ingress.tls.secretName", "tls-rancher-ingress", "my-tls", own],
  [
    "tls.secret.certificate",
    { ...own, tls: { secret: { certificate: CERTIFICATE, key: KEY } } },
    [SECRET, "rancher-tls"],
    "stringData",
    undefined,
    { "tls.crt": CERTIFICATE, "tls.key": KEY },
    own,
  ],
  [
    "tls.secret.key",
    { ...own, tls: { secret: { certificate: CERTIFICATE, key: KEY.replace("MIIE", "MIIF") } } },
    [SECRET, "rancher-tls"],
    "stringData",
    { "tls.crt": CERTIFICATE, "tls.key": KEY },
    { "tls.crt": CERTIFICATE, "tls.key": KEY.replace("MIIE", "MIIF") },
    { ...own, tls: { secret: { certificate: CERTIFICATE, key: KEY } } },
  ],
  ["privateCa", { privateCa: CERTIFICATE }, RELEASED, "values.privateCA", false, true],
  [
    "bootstrapPassword",
    { bootstrapPassword: "correct horse" },
    RELEASED,
    "values.bootstrapPassword",
    "a random value",
    "correct horse",
  ],
  ["version", { version: "2.14" }, RELEASED, "version", "2.15.0", "2.14.4"],
  ["version with all its parts", { version: "v2.14.2" }, RELEASED, "version", "2.15.0", "2.14.2"],
  [
    "allowUntestedVersions",
    { version: "2.16.1", allowUntestedVersions: true },
    RELEASED,
    "version",
    "2.15.0",
    "2.16.1",
  ],
  ["replicas", { replicas: 1 }, RELEASED, "values.replicas", 3, 1],
  ...(["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"] as const).map((quantity): Row => {
    const [kind = "", name = ""] = quantity.split(".");
    const resources = { [kind]: { [name]: name === "cpu" ? "500m" : "2Gi" } };
    return [`resources.${quantity}`, { resources }, RELEASED, "values.resources", undefined, resources];
  }),
  ["auditLog", { auditLog: {} }, RELEASED, "values.auditLog.enabled", false, true],
  audit("level", 2, "level", 0),
  audit("hostPath", "/var/log/rancher/audit/", "hostPath", undefined),
  audit("hostPath", "/var/log/rancher/audit/", "destination", "sidecar", "hostPath"),
  audit("maxAgeDays", 7, "maxAge", undefined),
  audit("maxBackups", 3, "maxBackup", undefined),
  audit("maxSizeMb", 50, "maxSize", undefined),
  ["labels", { labels: { team: "ml" } }, CREATED, "metadata.labels", undefined, { team: "ml" }],
  [
    "labels of certificates",
    { labels: { team: "ml" }, privateCa: CERTIFICATE },
    [SECRET, "rancher-ca"],
    "metadata.labels",
    undefined,
    { team: "ml" },
    { privateCa: CERTIFICATE },
  ],
  ["cleanUp.enabled", { cleanUp: { enabled: false } }, CLEANED, "delete", "clean up after Rancher", undefined],
  [
    "cleanUp.timeoutSeconds",
    { cleanUp: { timeoutSeconds: 60 } },
    CLEANED,
    "environment.MLPLATFORM_RANCHER_SECONDS",
    "300",
    "60",
  ],
  [
    "kubeconfig",
    { kubeconfig: "another: kubeconfig\n" },
    CLEANED,
    "environment.MLPLATFORM_RANCHER_KUBECONFIG",
    "a: kubeconfig\n",
    "another: kubeconfig\n",
    { kubeconfig: "a: kubeconfig\n" },
  ],
  ["timeoutSeconds", { timeoutSeconds: 600 }, RELEASED, "timeout", 1200, 600],
  [
    "charts.*.values.*",
    { charts: { rancher: { values: { priorityClassName: "high" } } } },
    RELEASED,
    "values.priorityClassName",
    undefined,
    "high",
  ],
  [
    "charts.*.mirror",
    { charts: { rancher: { mirror: "https://charts.example.org" } } },
    RELEASED,
    "repositoryOpts.repo",
    "https://releases.rancher.com/server-charts/latest",
    "https://charts.example.org",
  ],
  ["charts.*.version", { charts: { rancher: { version: "2.14.1" } } }, RELEASED, "version", "2.15.0", "2.14.1"],
  [
    "mirror",
    { mirror: "https://charts.example.org" },
    RELEASED,
    "repositoryOpts.repo",
    "https://releases.rancher.com/server-charts/latest",
    "https://charts.example.org",
  ],
  [
    "mirror of OCI",
    { mirror: "oci://registry.example.org/charts" },
    RELEASED,
    "chart",
    "rancher",
    "oci://registry.example.org/charts/rancher/rancher",
  ],
];

/** Options with a test of their own below. The namespace has but one name, and others are refused. */
const BELOW = ["kubernetesIngress.certManagerReady", "namespace.create", "namespace.name"];

describe("the options of RancherServer", () => {
  it("are all tested here", () => {
    const tested = [...rows.map(([option]) => option.replace(/ .*/, "")), ...BELOW];
    const isFact = (option: string): boolean => /^(cluster|ingress)(\.|$)/.test(option);
    assert.deepEqual(
      componentOptions("RancherServer").filter((option) => !tested.includes(option) && !isFact(option)),
      [],
    );
  });

  for (const [option, args, resource, key, from, to, without = {}] of rows) {
    it(`${option} changes ${key}`, async () => {
      assert.deepEqual(inputOf(await rancher(without), resource, key), from, "without the option");
      assert.deepEqual(inputOf(await rancher(args), resource, key), to, "with the option");
    });
  }

  it("ingress routes through the gateway that it names", async () => {
    const ingress = { ...HTTPS, gateway: "edge/my-gateway" };
    const route = [ISTIO_ROUTE, "rancher-route"] as const;
    assert.deepEqual(inputOf(await rancher({ ingress }), route, "spec.gateways"), ["edge/my-gateway"]);
  });

  it("namespace.create: false labels a namespace that exists, and keeps it", async () => {
    const graph = await rancher({ namespace: { create: false }, labels: { team: "ml" } });
    const existing = graph.byName(...CREATED);
    assert.deepEqual([existing.read, existing.importId], [true, "cattle-system"]);
    const [patch, ...others] = graph.ofType("kubernetes:core/v1:NamespacePatch");
    assert.deepEqual(others, []);
    const { name, labels } = patch?.inputs.values["metadata"] as Record<string, unknown>;
    assert.deepEqual([name, labels], ["cattle-system", { team: "ml" }]);
    assert.equal(graph.byName(...RELEASED).inputs.values["namespace"], "cattle-system");
    assert.deepEqual((await rancher()).ofType("kubernetes:core/v1:NamespacePatch"), []);
  });

  it("kubernetesIngress.certManagerReady is what the definitions of cert-manager wait for", async () => {
    const behind = (graph: Deployed) =>
      graph
        .byName(DEFINITION, "rancher-cert-manager")
        .dependencies.map((urn) => urn.split("::").pop())
        .sort();
    const installed = await deploy(() => {
      const ml = cluster();
      const installer = new Namespace("installer", { metadata: { name: "cert-manager" } }, { provider: ml.provider });
      const kubernetesIngress = { certManagerReady: installer.metadata.name };
      new RancherServer("rancher", { cluster: ml, host: HOST, kubernetesIngress }, { provider: ml.provider });
    });
    assert.deepEqual(behind(installed), ["installer", "rancher-namespace"]);
    assert.deepEqual(behind(await rancher(own)), ["rancher-namespace"]);
  });
});
