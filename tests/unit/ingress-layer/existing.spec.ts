import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  IngressController,
  IngressLayer,
  IssuerKind,
  SeldonCore,
  type ExistingIngressArgs,
  type IngressLayerArgs,
} from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster } from "../platform";
import { refusal } from "../refusal";

const ISTIO: ExistingIngressArgs = {
  controller: IngressController.Istio,
  version: "1.30.3",
  host: "lb.example.org",
  gateway: "mesh/models",
};
const OTHER: ExistingIngressArgs = { controller: IngressController.Other, version: "3.5.0", host: "lb.example.org" };
const EMISSARY: ExistingIngressArgs = {
  controller: IngressController.Emissary,
  version: "4.1.0",
  host: "198.51.100.7",
};

const DNS_ACCOUNT = "dns@my-project.iam.gserviceaccount.com";

const program =
  (existing: ExistingIngressArgs, args: Partial<IngressLayerArgs> = {}) =>
  () => {
    const ml = cluster();
    const ingress = new IngressLayer("ingress", { cluster: ml, existing, ...args }, { provider: ml.provider });
    assert.deepEqual([ingress.releases, ingress.service], [{}, undefined]);
    return { facts: ingress.facts, ip: ingress.ip, hostname: ingress.hostname };
  };

describe("IngressLayer with a controller that exists", () => {
  it("creates nothing and has the facts of Istio", async () => {
    const graph = await deploy(program(ISTIO));
    assert.deepEqual(graph.childrenOf(graph.byName("mlplatform:index:IngressLayer", "ingress")), []);
    assert.deepEqual(graph.outputs.values, {
      hostname: "lb.example.org",
      facts: {
        controller: "istio",
        controllerVersion: "1.30.3",
        host: "lb.example.org",
        port: 80,
        url: "http://lb.example.org",
        hosts: [],
        tls: false,
        tlsAtLoadBalancer: false,
        clusterIdentifier: "dev",
        certManager: false,
        gateway: "mesh/models",
        gatewayNamespace: "istio-system",
        gatewaySelector: { istio: "ingressgateway" },
        ingressClassName: "istio",
        crdsReady: "istio-system",
        ready: "http://lb.example.org",
      },
    });
  });

  it("has the facts of Emissary", async () => {
    const { outputs } = await deploy(program(EMISSARY));
    assert.deepEqual(outputs.values, {
      ip: "198.51.100.7",
      facts: {
        controller: "emissary",
        controllerVersion: "4.1.0",
        host: "198.51.100.7",
        port: 80,
        url: "http://198.51.100.7",
        hosts: [],
        tls: false,
        tlsAtLoadBalancer: false,
        clusterIdentifier: "dev",
        certManager: false,
        gatewayNamespace: "ambassador",
        gatewaySelector: {},
        ingressClassName: "ambassador",
        legacyVersions: true,
        crdsReady: "ambassador",
        ready: "http://198.51.100.7",
      },
    });
  });

  it("may have hosts with wildcards only, because its own host is a full name", async () => {
    const { outputs } = await deploy(program(ISTIO, { hosts: ["*.example.org"] }));
    assert.equal((outputs.values["facts"] as { url: string }).url, "http://lb.example.org");
  });

  const options: [
    title: string,
    Partial<ExistingIngressArgs>,
    facts: Record<string, unknown>,
    base?: ExistingIngressArgs,
  ][] = [
    ["HTTPS", { https: true }, { tls: true, port: 443, url: "https://lb.example.org" }],
    ["another port", { port: 8080 }, { port: 8080, url: "http://lb.example.org:8080" }],
    ["another port of HTTPS", { https: true, port: 8443 }, { port: 8443, url: "https://lb.example.org:8443" }],
    ["an IPv6 address", { host: "2001:db8::1", port: 8080 }, { url: "http://[2001:db8::1]:8080" }],
    ["a host that is known later", { host: pulumi.output("later.example.org") }, { url: "http://later.example.org" }],
    ["another namespace of the gateway", { gatewayNamespace: "edge" }, { gatewayNamespace: "edge", crdsReady: "edge" }],
    ["another selector", { gatewaySelector: { istio: "edge" } }, { gatewaySelector: { istio: "edge" } }],
    ["another class", { ingressClassName: "edge" }, { ingressClassName: "edge" }],
    ["cert-manager", { certManager: true }, { certManager: true }],
    [
      "an issuer",
      { issuer: { kind: IssuerKind.ClusterIssuer, name: "letsencrypt" } },
      { certManager: true, issuer: { kind: "ClusterIssuer", name: "letsencrypt" } },
    ],
    ["an id", { ambassadorId: "internal" }, { ambassadorId: "internal" }, EMISSARY],
    ["an id as guides write it", { ambassadorId: "my_instance" }, { ambassadorId: "my_instance" }, EMISSARY],
    ["no older versions", { legacyVersions: false }, { legacyVersions: false }, EMISSARY],
  ];
  for (const [title, own, expected, base = ISTIO] of options) {
    it(`may have ${title}`, async () => {
      const { outputs } = await deploy(program({ ...base, ...own }));
      const facts = outputs.values["facts"] as Record<string, unknown>;
      for (const [fact, value] of Object.entries(expected)) assert.deepEqual(facts[fact], value, fact);
    });
  }

  it("may be neither Istio nor Emissary, in every version", async () => {
    const { outputs } = await deploy(program({ ...OTHER, version: "3.5.0", ingressClassName: "traefik" }));
    const { controller, ingressClassName, gatewayNamespace } = outputs.values["facts"] as Record<string, unknown>;
    assert.deepEqual([controller, ingressClassName, gatewayNamespace], ["other", "traefik", "kube-system"]);
  });

  it("routes no models of Seldon Core if it is neither Istio nor Emissary", async () => {
    const problems = await refusal(() => {
      const ml = cluster();
      const k8s = { provider: ml.provider };
      const existing = { ...OTHER, ingressClassName: "traefik" };
      const ingress = new IngressLayer("ingress", { cluster: ml, existing }, k8s);
      new SeldonCore("seldon", { cluster: ml, ingress }, k8s);
    });
    assert.deepEqual(problems, [
      {
        path: "ingress",
        reason:
          'is a controller of kind "other", and Seldon Core creates routes for Istio and Emissary only. Use an IngressLayer with one of them.',
      },
    ]);
  });

  it("names the first host that it serves in the URL", async () => {
    const { outputs } = await deploy(
      program({ ...ISTIO, https: true }, { hosts: ["*.example.org", "models.example.org"] }),
    );
    const facts = outputs.values["facts"] as Record<string, unknown>;
    assert.equal(facts["url"], "https://models.example.org");
    assert.deepEqual(facts["hosts"], ["*.example.org", "models.example.org"]);
  });

  it("routes the models of Seldon Core", async () => {
    const graph = await deploy(() => {
      const ml = cluster();
      const k8s = { provider: ml.provider };
      const ingress = new IngressLayer("ingress", { cluster: ml, existing: { ...ISTIO, certManager: true } }, k8s);
      new SeldonCore("seldon", { cluster: ml, ingress }, k8s);
    });
    const values = graph.byName("kubernetes:helm.sh/v3:Release", "seldon").inputs.values["values"];
    assert.deepEqual((values as Record<string, unknown>)["istio"], { enabled: true, gateway: "mesh/models" });
    assert.deepEqual((values as Record<string, unknown>)["certManager"], { enabled: true });
  });

  const installing: Partial<IngressLayerArgs> = {
    namespace: { name: "x" },
    service: {},
    internal: true,
    sourceRanges: ["203.0.113.0/24"],
    allowPublic: true,
    replicas: 2,
    autoscaling: { min: 1, max: 2 },
    resources: {},
    labels: { team: "ml" },
    charts: { istiod: {} },
    mirror: "https://charts.example.org",
    imageRegistry: "registry.example.org",
    tls: { secret: { name: "own" } },
    dns: { cloudDns: { zones: ["example.org"], project: "my-project", serviceAccount: DNS_ACCOUNT } },
  };
  for (const [input, value] of Object.entries(installing)) {
    it(`refuses ${input}, which only an installation has`, async () => {
      assert.deepEqual(await refusal(program(ISTIO, { [input]: value })), [
        { path: input, reason: "has no effect, because existing installs nothing. Leave it out." },
      ]);
    });
  }

  it("takes inputs of an installation that are false for absent", async () => {
    await deploy(program(ISTIO, { allowPublic: false, internal: false }));
  });

  const refused: [title: string, ExistingIngressArgs, [path: string, reason: RegExp][], Partial<IngressLayerArgs>?][] =
    [
      [
        "a controller that is installed too",
        ISTIO,
        [["existing and istio", /2 were given \(existing, istio\)/]],
        { istio: {} },
      ],
      ["another controller without a class", OTHER, [["existing.ingressClassName", /^is missing\. Write the class/]]],
      [
        "Istio without a Gateway",
        { ...ISTIO, gateway: undefined },
        [["existing.gateway", /^is missing\. Write the Gateway of Istio/]],
      ],
      [
        "a Gateway without its namespace",
        { ...ISTIO, gateway: "models" },
        [["existing.gateway", /is not the namespace and name of a Gateway; write <namespace>\/<name>/]],
      ],
      [
        "inputs of Emissary with Istio",
        { ...ISTIO, ambassadorId: "x", legacyVersions: true },
        [
          ["existing.ambassadorId", /^applies to Emissary only, but existing\.controller is Istio\. Leave it out\.$/],
          ["existing.legacyVersions", /applies to Emissary only/],
        ],
      ],
      [
        "inputs of Istio with Emissary",
        { ...EMISSARY, gateway: "a/b", gatewaySelector: { a: "b" } },
        [
          ["existing.gateway", /applies to Istio only, but existing\.controller is Emissary/],
          ["existing.gatewaySelector", /applies to Istio only/],
        ],
      ],
      [
        "an untested version",
        { ...ISTIO, version: "1.20.0" },
        [["existing.version", /Istio 1\.20\.0 on Kubernetes 1\.35 is not a combination we test/]],
      ],
      ...["fe80::1%eth0", "010.1.1.1", "1.2.3", `${"a".repeat(64)}.org`].map((host): (typeof refused)[number] => [
        `the host ${host.slice(0, 12)}`,
        { ...ISTIO, host },
        [["existing.host", /is not a host name or an IP address/]],
      ]),
      [
        "labels that select every gateway",
        { ...ISTIO, gatewaySelector: {} },
        [["existing.gatewaySelector", /^is empty, which selects the pods of every gateway/]],
      ],
      [
        "an issuer without cert-manager",
        { ...ISTIO, certManager: false, issuer: { kind: IssuerKind.Issuer, name: "ca" } },
        [["existing.certManager", /is false, but existing\.issuer is an issuer of cert-manager/]],
      ],
      [
        "wrong texts",
        {
          controller: IngressController.Emissary,
          version: "new",
          host: "http://lb.example.org",
          port: 0,
          gatewayNamespace: "Edge",
          ingressClassName: "Edge",
          ambassadorId: "_automatic_",
          issuer: { kind: IssuerKind.Issuer, name: "CA" },
        },
        [
          ["existing.version", /is not a version/],
          ["existing.host", /is not a host name or an IP address/],
          ["existing.gatewayNamespace", /is not a DNS-1123 label/],
          ["existing.ingressClassName", /is not a DNS-1123 subdomain/],
          ["existing.ambassadorId", /is not the id of an Emissary/],
          ["existing.issuer.name", /is not a DNS-1123 subdomain/],
          ["existing.port", /^0 is not a port, from 1 to 65535\.$/],
        ],
      ],
    ];
  for (const [title, existing, expected, args] of refused) {
    it(`refuses ${title}`, async () => {
      const problems = await refusal(program(existing, args));
      assert.deepEqual(
        problems.map(({ path }) => path),
        expected.map(([path]) => path),
      );
      expected.forEach(([, reason], index) => assert.match(problems[index]?.reason ?? "", reason));
    });
  }
});
