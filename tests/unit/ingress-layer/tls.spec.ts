import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, IssuerKind, MlCluster, ServiceType, type IngressLayerArgs } from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { refusal } from "../refusal";
import { CERTIFICATE, EXPIRED, KEY, OTHER_KEY, WITHOUT_NAMES } from "./certificates";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const CERT_MANAGER = "kubernetes:cert-manager.io/v1:";
const GATEWAY = "kubernetes:networking.istio.io/v1:Gateway";
const ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef";
const AWS = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" };
const SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const CA = "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n";

const create = (args: Partial<IngressLayerArgs>, annotations: Record<string, string> = {}): IngressLayer => {
  const existing = { kubeconfig, context: "dev", loadBalancerAnnotations: annotations };
  const cluster = new MlCluster("ml", { existing, kubernetesVersion: "1.35" });
  const own = { cluster, istio: {}, sourceRanges: ["203.0.113.0/24"], ...args };
  return new IngressLayer("ingress", own, { provider: cluster.provider });
};

const layer = (args: Partial<IngressLayerArgs>, annotations?: Record<string, string>): Promise<Deployed> =>
  deploy(
    () => {
      const ingress = create(args, annotations);
      return { facts: ingress.facts, caCertificate: ingress.caCertificate };
    },
    {
      outputs: (_, name) =>
        name === "ingress-service"
          ? { outputs: { status: { loadBalancer: { ingress: [{ ip: "198.51.100.7" }] } } } }
          : name === "ingress-ca-bundle-secret"
            ? { outputs: { data: { "ca.crt": Buffer.from(CA).toString("base64") } } }
            : undefined,
    },
  );

const facts = ({ outputs }: Deployed) => outputs.values["facts"] as Record<string, unknown>;
const servers = (graph: Deployed, name = "ingress-seldon-gateway") =>
  (graph.byName(GATEWAY, name).inputs.values["spec"] as { servers: unknown[] }).servers;
const certificates = (graph: Deployed) =>
  graph.ofType(`${CERT_MANAGER}Certificate`).map(({ name, inputs }) => ({ name, spec: inputs.values["spec"] }));
const waitsFor = (graph: Deployed, type: string, name: string) =>
  graph
    .byName(type, name)
    .dependencies.map((urn) => urn.split("::").pop())
    .sort();

const HTTP_REDIRECT = { port: { number: 80, name: "http", protocol: "HTTP" }, tls: { httpsRedirect: true } };

describe("IngressLayer with hosts", () => {
  const hosts = ["*.example.org", "models.example.org"];

  it("serves these hosts only, and its URL names the first one without a wildcard", async () => {
    const graph = await layer({ hosts });
    assert.deepEqual(servers(graph), [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts }]);
    const { host, port, url, hosts: served } = facts(graph);
    assert.deepEqual(
      { host, port, url, served },
      { host: "198.51.100.7", port: 80, url: "http://models.example.org", served: hosts },
    );
  });

  it("installs no cert-manager without TLS", async () => {
    assert.deepEqual(
      (await layer({ hosts })).resources.filter(({ name }) => name.includes("cert-manager")),
      [],
    );
  });
});

describe("IngressLayer with a private certificate authority", () => {
  const args = { hosts: ["models.example.org", "*.ml.example.org"], tls: { selfSigned: {} } };

  it("answers HTTPS for each host with its own certificate, and redirects HTTP", async () => {
    assert.deepEqual(servers(await layer(args)), [
      {
        port: { number: 443, name: "https-0", protocol: "HTTPS" },
        hosts: ["models.example.org"],
        tls: { mode: "SIMPLE", credentialName: "models.example.org-tls" },
      },
      {
        port: { number: 443, name: "https-1", protocol: "HTTPS" },
        hosts: ["*.ml.example.org"],
        tls: { mode: "SIMPLE", credentialName: "ml.example.org-wildcard" },
      },
      { ...HTTP_REDIRECT, hosts: args.hosts },
    ]);
  });

  it("has one certificate for a wildcard and the hosts that it covers", async () => {
    const hosts = ["models.example.org", "*.example.org", "wildcard.example.org", "a.b.example.org"];
    const graph = await layer({ ...args, hosts });
    const https = (index: number, hosts: string[], credentialName: string) => ({
      port: { number: 443, name: `https-${String(index)}`, protocol: "HTTPS" },
      hosts,
      tls: { mode: "SIMPLE", credentialName },
    });
    assert.deepEqual(servers(graph).slice(0, -1), [
      https(0, ["*.example.org", "models.example.org", "wildcard.example.org"], "example.org-wildcard"),
      https(1, ["a.b.example.org"], "a.b.example.org-tls"),
    ]);
    const { name, spec } = certificates(graph).find(({ name }) => name.includes("*")) ?? {};
    assert.equal(name, "ingress-certificate-*.example.org");
    // Let's Encrypt refuses a host beside a wildcard that covers it.
    assert.deepEqual((spec as { dnsNames: unknown }).dnsNames, ["*.example.org"]);
    assert.equal(graph.ofType(`${CERT_MANAGER}Certificate`).length, 4);
  });

  it("says so in its outputs", async () => {
    const graph = await layer(args);
    const { port, url, tls, issuer, certManager, ready } = facts(graph);
    assert.deepEqual(
      { port, url, tls, issuer, certManager, ready },
      {
        port: 443,
        url: "https://models.example.org",
        tls: true,
        issuer: { kind: "Issuer", name: "gateway-ca" },
        certManager: true,
        ready: "https://models.example.org",
      },
    );
    assert.equal(graph.outputs.values["caCertificate"], CA);
    assert.deepEqual(graph.outputs.secrets, []);
  });

  it("installs cert-manager, beside Istio", async () => {
    const graph = await layer(args);
    const { name, namespace, version, chart, values } = graph.byName(RELEASE, "ingress-cert-manager").inputs.values;
    assert.deepEqual(
      { name, namespace, version, chart, values },
      {
        name: "cert-manager",
        namespace: "cert-manager",
        version: "v1.21.1",
        chart: "oci://quay.io/jetstack/charts/cert-manager",
        values: { crds: { enabled: true }, global: { leaderElection: { namespace: "cert-manager" } } },
      },
    );
    assert.deepEqual(waitsFor(graph, RELEASE, "ingress-cert-manager"), ["ingress-cert-manager-namespace"]);
    assert.deepEqual(waitsFor(graph, "kubernetes:core/v1:Namespace", "ingress-cert-manager-namespace"), ["ml"]);
  });

  it("creates the authority, and the hosts' certificates from it", async () => {
    const graph = await layer({ ...args, tls: { selfSigned: { commonName: "Lab", validDays: 365 } } });
    const key = { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" };
    const from = (name: string) => ({ group: "cert-manager.io", kind: "Issuer", name });
    const host = (dnsName: string, secretName: string) => ({
      name: `ingress-certificate-${dnsName}`,
      spec: { secretName, dnsNames: [dnsName], issuerRef: { ...from("gateway-ca") } },
    });
    const duration = "8760h";
    const authority = { isCA: true, commonName: "Lab", secretName: "gateway-ca", duration, privateKey: key };
    const bundle = { secretName: "gateway-ca-bundle", dnsNames: ["ca-bundle.invalid"], duration, privateKey: key };
    assert.deepEqual(
      certificates(graph).sort((one, other) => (one.name < other.name ? -1 : 1)),
      [
        { name: "ingress-ca-bundle", spec: { ...bundle, issuerRef: from("gateway-ca") } },
        { name: "ingress-ca-certificate", spec: { ...authority, issuerRef: from("gateway-self-signed") } },
        host("*.ml.example.org", "ml.example.org-wildcard"),
        host("models.example.org", "models.example.org-tls"),
      ],
    );
  });

  it("waits until each is ready, and issues none before the authority can sign", async () => {
    const graph = await layer(args);
    const annotated = graph.resources
      .filter(({ type }) => type.startsWith(CERT_MANAGER))
      .filter(({ inputs }) => {
        const { annotations } = inputs.values["metadata"] as { annotations?: Record<string, string> };
        return annotations?.["pulumi.com/waitFor"] === "condition=Ready";
      });
    assert.deepEqual(annotated.map(({ name }) => name).sort(), [
      "ingress-ca",
      "ingress-ca-bundle",
      "ingress-ca-certificate",
      "ingress-certificate-*.ml.example.org",
      "ingress-certificate-models.example.org",
    ]);
    const chain = ["ingress-ca-root", "ingress-ca-certificate", "ingress-ca", "ingress-ca-bundle"];
    const types = ["Issuer", "Certificate", "Issuer", "Certificate"];
    chain.slice(1).forEach((name, index) => {
      assert.ok(waitsFor(graph, `${CERT_MANAGER}${types[index + 1] ?? ""}`, name).includes(chain[index]), name);
    });
    assert.deepEqual(waitsFor(graph, `${CERT_MANAGER}Certificate`, "ingress-certificate-models.example.org"), [
      "ingress-ca",
      "ingress-cert-manager",
      "ingress-namespace",
    ]);
  });

  it("uses a cert-manager that exists", async () => {
    const graph = await layer({ ...args, tls: { selfSigned: {}, certManagerExists: true } });
    assert.deepEqual(
      graph.resources.filter(({ name }) => name.startsWith("ingress-cert-manager")),
      [],
    );
    assert.equal(facts(graph)["certManager"], true);
  });

  it("labels its objects", async () => {
    const graph = await layer({ ...args, labels: { team: "vision" } });
    for (const { name, inputs } of graph.resources.filter(({ type }) => type.startsWith(CERT_MANAGER))) {
      assert.deepEqual((inputs.values["metadata"] as { labels: unknown }).labels, { team: "vision" }, name);
    }
  });

  it("redirects nothing if it shall not", async () => {
    const graph = await layer({ ...args, tls: { selfSigned: {}, redirect: false } });
    assert.deepEqual(servers(graph).at(-1), {
      port: { number: 80, name: "http", protocol: "HTTP" },
      hosts: args.hosts,
    });
  });
});

describe("IngressLayer with Let's Encrypt", () => {
  const letsEncrypt = { email: "ml@example.org" };
  const args = { hosts: ["models.example.org"], tls: { letsEncrypt }, sourceRanges: undefined, allowPublic: true };

  it("orders certificates by plain HTTP through the gateway's own class, and waits for none", async () => {
    const graph = await layer(args);
    const { metadata, spec } = graph.byName(`${CERT_MANAGER}ClusterIssuer`, "ingress-lets-encrypt").inputs.values;
    assert.deepEqual(metadata, {
      name: "istio-system-letsencrypt",
      annotations: { "pulumi.com/waitFor": "condition=Ready" },
    });
    assert.deepEqual(spec, {
      acme: {
        server: "https://acme-v02.api.letsencrypt.org/directory",
        email: "ml@example.org",
        privateKeySecretRef: { name: "istio-system-letsencrypt-account" },
        solvers: [{ http01: { ingress: { ingressClassName: "istio", serviceType: "ClusterIP" } } }],
      },
    });
    const { inputs } = graph.byName(`${CERT_MANAGER}Certificate`, "ingress-certificate-models.example.org");
    assert.deepEqual(inputs.values["metadata"], { name: "models.example.org-tls", namespace: "istio-system" });
  });

  it("redirects HTTP by a route that leaves challenges alone", async () => {
    const graph = await layer(args);
    assert.deepEqual(servers(graph), [
      {
        port: { number: 443, name: "https-0", protocol: "HTTPS" },
        hosts: ["models.example.org"],
        tls: { mode: "SIMPLE", credentialName: "models.example.org-tls" },
      },
    ]);
    assert.deepEqual(servers(graph, "ingress-redirect-gateway"), [
      { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["models.example.org"] },
    ]);
    assert.deepEqual(
      graph.byName("kubernetes:networking.istio.io/v1:VirtualService", "ingress-redirect").inputs.values["spec"],
      {
        hosts: ["models.example.org"],
        gateways: ["seldon-gateway-redirect"],
        http: [{ redirect: { scheme: "https", redirectCode: 301 } }],
      },
    );
  });

  it("answers HTTP too if it shall not redirect", async () => {
    const graph = await layer({ ...args, tls: { letsEncrypt, redirect: false } });
    assert.equal(servers(graph).length, 2);
    assert.equal(graph.ofType(GATEWAY).length, 1);
  });

  it("uses the staging service", async () => {
    const graph = await layer({ ...args, tls: { letsEncrypt: { ...letsEncrypt, staging: true } } });
    const { spec } = graph.byName(`${CERT_MANAGER}ClusterIssuer`, "ingress-lets-encrypt").inputs.values;
    const { server } = (spec as { acme: { server: string } }).acme;
    assert.equal(server, "https://acme-staging-v02.api.letsencrypt.org/directory");
    assert.deepEqual(facts(graph)["issuer"], { kind: "ClusterIssuer", name: "istio-system-letsencrypt-staging" });
  });
});

describe("IngressLayer with certificates that exist", () => {
  it("names a Secret of the caller for every host", async () => {
    const graph = await layer({ tls: { secret: { name: "own-tls" } } });
    assert.deepEqual(servers(graph), [
      {
        port: { number: 443, name: "https-0", protocol: "HTTPS" },
        hosts: ["*"],
        tls: { mode: "SIMPLE", credentialName: "own-tls" },
      },
      { ...HTTP_REDIRECT, hosts: ["*"] },
    ]);
    assert.equal(facts(graph)["url"], "https://198.51.100.7");
    assert.equal(facts(graph)["certManager"], false);
  });

  it("answers all hosts of one certificate in one server, because browsers reuse a connection for them", async () => {
    const graph = await layer({ hosts: ["a.example.org", "b.example.org"], tls: { secret: { name: "own-tls" } } });
    assert.deepEqual(servers(graph)[0], {
      port: { number: 443, name: "https-0", protocol: "HTTPS" },
      hosts: ["a.example.org", "b.example.org"],
      tls: { mode: "SIMPLE", credentialName: "own-tls" },
    });
    assert.equal(servers(graph).length, 2);
  });

  it("creates a Secret from a certificate and its key, which is a secret in the state", async () => {
    const graph = await layer({
      hosts: ["models.example.org"],
      tls: { secret: { certificate: CERTIFICATE, key: KEY } },
    });
    const secret = graph.byName("kubernetes:core/v1:Secret", "ingress-tls");
    assert.ok(secret.inputs.secrets.some((path) => path.startsWith("stringData")));
    const { metadata, type, stringData } = graph.revealInputs(secret);
    assert.deepEqual(
      { metadata, type, stringData },
      {
        metadata: { name: "gateway-tls", namespace: "istio-system" },
        type: "kubernetes.io/tls",
        stringData: { "tls.crt": CERTIFICATE, "tls.key": KEY },
      },
    );
    assert.deepEqual((servers(graph)[0] as { tls: unknown }).tls, { mode: "SIMPLE", credentialName: "gateway-tls" });
  });

  it("has certificates issued by an issuer that exists", async () => {
    const tls = { existingIssuer: { name: "corporate", kind: IssuerKind.Issuer } };
    const graph = await layer({ hosts: ["models.example.org"], tls });
    const issuerRef = { group: "cert-manager.io", kind: "Issuer", name: "corporate" };
    assert.deepEqual(certificates(graph), [
      {
        name: "ingress-certificate-models.example.org",
        spec: { secretName: "models.example.org-tls", dnsNames: ["models.example.org"], issuerRef },
      },
    ]);
    assert.deepEqual(facts(graph)["issuer"], { kind: "Issuer", name: "corporate" });
    const standard = await layer({ hosts: ["models.example.org"], tls: { existingIssuer: { name: "corporate" } } });
    assert.deepEqual(facts(standard)["issuer"], { kind: "ClusterIssuer", name: "corporate" });
  });

  it("leaves the certificate to the load balancer", async () => {
    const graph = await layer({ tls: { atLoadBalancer: { certificateArn: ARN } } }, AWS);
    assert.deepEqual(servers(graph), [
      { port: { number: 443, name: "http-443", protocol: "HTTP" }, hosts: ["*"] },
      { ...HTTP_REDIRECT, hosts: ["*"] },
    ]);
    const { values } = graph.byName(RELEASE, "ingress-gateway").inputs.values;
    assert.deepEqual((values as { service: { annotations: unknown } }).service.annotations, {
      ...AWS,
      "service.beta.kubernetes.io/aws-load-balancer-ssl-cert": ARN,
      "service.beta.kubernetes.io/aws-load-balancer-ssl-ports": "443",
    });
    assert.equal(facts(graph)["url"], "https://198.51.100.7");
  });
});

describe("IngressLayer refuses, of hosts and TLS,", () => {
  const hosts = ["models.example.org"];
  const selfSigned = {};
  const letsEncrypt = { email: "ml@example.org" };
  const refused: [title: string, args: Partial<IngressLayerArgs>, problems: [path: string, reason: RegExp][]][] = [
    [
      "hosts that are no host names",
      { hosts: ["Models.example.org", "10.0.0.1", "localhost", "a.*.example.org", "models.example.org"] },
      [
        ["hosts[0]", /^"Models\.example\.org" is not a host name, such as models\.example\.org/],
        ["hosts[1]", /is not a host name/],
        ["hosts[2]", /is not a host name/],
        ["hosts[3]", /is not a host name/],
      ],
    ],
    ["an empty list of hosts", { hosts: [] }, [["hosts", /^is empty\. Write the host names, or leave hosts out/]]],
    ["hosts that are all wildcards", { hosts: ["*.example.org"] }, [["hosts", /^has wildcards only\./]]],
    [
      "a host after which no certificate can be named",
      {
        hosts: [`${"a".repeat(58)}.${"b".repeat(58)}.${"c".repeat(58)}.${"d".repeat(58)}.example.org`],
        tls: { selfSigned },
      },
      [["hosts[0]", /is longer than 244 characters, and its certificate is named after it\. Write a shorter name\.$/]],
    ],
    [
      "a host that is listed twice",
      { hosts: [...hosts, ...hosts] },
      [["hosts[1]", /^"models\.example\.org" is listed twice\. Remove one\.$/]],
    ],
    [
      "no source of certificates",
      { hosts, tls: {} },
      [
        [
          "tls",
          /^none was given; fill exactly one of selfSigned, letsEncrypt, secret, existingIssuer, atLoadBalancer\.$/,
        ],
      ],
    ],
    [
      "two sources of certificates",
      { hosts, tls: { selfSigned, letsEncrypt } },
      [["tls", /^2 were given \(selfSigned, letsEncrypt\); fill exactly one\.$/]],
    ],
    ["certificates for no host", { tls: { selfSigned } }, [["hosts", /^is empty, but tls\.selfSigned issues/]]],
    [
      "a wildcard with HTTP-01",
      { hosts: ["*.example.org", ...hosts], tls: { letsEncrypt }, sourceRanges: undefined, allowPublic: true },
      [["hosts[0]", /^"\*\.example\.org" has a wildcard, for which Let's Encrypt verifies records in DNS only\./]],
    ],
    ...(
      [
        [
          "with source ranges",
          {},
          /, but sourceRanges lets only some addresses in\. Leave that out and write allowPublic: true, or/,
        ],
        [
          "at an internal load balancer",
          { sourceRanges: undefined, internal: true, service: { annotations: { [SCHEME]: "internal" } } },
          /, but internal is true\./,
        ],
        [
          "without a load balancer",
          { sourceRanges: undefined, service: { type: ServiceType.NodePort } },
          /, but service\.type is NodePort\./,
        ],
      ] as const
    ).map(([where, access, reason]): (typeof refused)[number] => [
      `HTTP-01 ${where}`,
      { hosts, tls: { letsEncrypt }, ...access },
      [["tls.letsEncrypt.challenge", reason]],
    ]),
    [
      "an e-mail address that is none",
      { hosts, tls: { letsEncrypt: { email: "ml.example.org" } } },
      [["tls.letsEncrypt.email", /^"ml\.example\.org" is not an e-mail address/]],
    ],
    [
      "an authority that is shorter valid than the certificates",
      { hosts, tls: { selfSigned: { validDays: 90 } } },
      [["tls.selfSigned.validDays", /^90 is not a whole number of at least 91\.$/]],
    ],
    [
      "an authority's name that is too long",
      { hosts, tls: { selfSigned: { commonName: "x".repeat(65) } } },
      [["tls.selfSigned.commonName", /is no common name; write 1 to 64 bytes of text\.$/]],
    ],
    [
      "certManagerExists where cert-manager is not installed anyway",
      { hosts, tls: { existingIssuer: { name: "corporate" }, certManagerExists: true } },
      [["tls.certManagerExists", /^has no effect/]],
    ],
    [
      "a certificate without its key",
      { tls: { secret: { certificate: CERTIFICATE } } },
      [["tls.secret", /^has no key\./]],
    ],
    ["a key without its certificate", { tls: { secret: { key: KEY } } }, [["tls.secret", /^has no certificate\./]]],
    [
      "neither a Secret nor a certificate",
      { tls: { secret: {} } },
      [["tls.secret", /^has neither name nor certificate\./]],
    ],
    [
      "a Secret and a certificate",
      { tls: { secret: { name: "own-tls", certificate: CERTIFICATE, key: KEY } } },
      [["tls.secret", /^has a name and a certificate or key\./]],
    ],
    [
      "texts that are no certificate and no key",
      { tls: { secret: { certificate: "MIIB", key: "MIIC" } } },
      [
        ["tls.secret.certificate", /^is not a certificate in PEM form/],
        ["tls.secret.key", /^is not a private key in PEM form/],
      ],
    ],
    [
      "a certificate that has expired",
      { hosts, tls: { secret: { certificate: EXPIRED, key: KEY } } },
      [["tls.secret.certificate", /^has expired \(Nov 28 06:53:24 2026 GMT\)\./]],
    ],
    [
      "a certificate for other hosts",
      { hosts: [...hosts, "other.example.org"], tls: { secret: { certificate: CERTIFICATE, key: KEY } } },
      [["tls.secret.certificate", /^does not cover the host "other\.example\.org"\./]],
    ],
    [
      "a certificate that names its host in the common name only",
      { hosts, tls: { secret: { certificate: WITHOUT_NAMES, key: KEY } } },
      [["tls.secret.certificate", /^has no subject alternative names/]],
    ],
    [
      "a second block that is no certificate",
      {
        tls: {
          secret: {
            certificate: `${CERTIFICATE}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
            key: KEY,
          },
        },
      },
      [["tls.secret.certificate", /^has a block of PEM that is not a certificate, number 2\./]],
    ],
    [
      "a key inside the certificate",
      { tls: { secret: { certificate: CERTIFICATE + KEY, key: KEY } } },
      [["tls.secret.certificate", /^contains a private key\. Write the key as tls\.secret\.key only\.$/]],
    ],
    [
      "an authority that is valid for longer than cert-manager can read",
      { hosts, tls: { selfSigned: { validDays: 200_000 } } },
      [["tls.selfSigned.validDays", /^200000 is too large\. Write at most 106751\.$/]],
    ],
    [
      "a common name of more than 64 bytes",
      { hosts, tls: { selfSigned: { commonName: "ü".repeat(33) } } },
      [["tls.selfSigned.commonName", /is no common name; write 1 to 64 bytes of text/]],
    ],
    [
      "the key of another certificate",
      { tls: { secret: { certificate: CERTIFICATE, key: OTHER_KEY } } },
      [["tls.secret.key", /^is not the key of tls\.secret\.certificate\./]],
    ],
    [
      "a certificate at a load balancer that takes none",
      { tls: { atLoadBalancer: { certificateArn: ARN } } },
      [["tls.atLoadBalancer", /^the annotations do not name a cloud whose load balancers can hold a certificate\./]],
    ],
    [
      "a certificate at the load balancer without a load balancer",
      {
        sourceRanges: undefined,
        service: { type: ServiceType.ClusterIP, annotations: AWS },
        tls: { atLoadBalancer: { certificateArn: ARN } },
      },
      [["tls.atLoadBalancer", /^needs a load balancer, and service\.type is ClusterIP\./]],
    ],
    [
      "a text that is no ARN",
      { service: { annotations: AWS }, tls: { atLoadBalancer: { certificateArn: "models" } } },
      [["tls.atLoadBalancer.certificateArn", /^"models" is not the name of a certificate, such as arn:aws:acm:/]],
    ],
    [
      "the annotation of a certificate without tls",
      { service: { annotations: { ...AWS, "service.beta.kubernetes.io/aws-load-balancer-ssl-cert": ARN } } },
      [
        [
          "service.annotations.service.beta.kubernetes.io/aws-load-balancer-ssl-cert",
          /^would change who answers HTTPS\. The input tls decides that\./,
        ],
      ],
    ],
    ...(
      [
        ["aws-load-balancer-ssl-ports", "80", ", and write tls.atLoadBalancer.certificateArn instead"],
        ["aws-load-balancer-backend-protocol", "ssl", ""],
        ["do-loadbalancer-protocol", "https", ""],
        ["do-loadbalancer-certificate-id", "id", ""],
        ["do-loadbalancer-redirect-http-to-https", "true", ""],
        ["oci-load-balancer-ssl-ports", "443", ""],
        ["oci-load-balancer-tls-secret", "models", ""],
      ] as const
    ).flatMap(([name, value, instead]) =>
      [undefined, { atLoadBalancer: { certificateArn: ARN } }].map((tls): (typeof refused)[number] => [
        `the annotation ${name}: "${value}" ${tls === undefined ? "without" : "with"} a certificate at the load balancer`,
        { tls, service: { annotations: { ...AWS, [`service.beta.kubernetes.io/${name}`]: value } } },
        [
          [
            `service.annotations.service.beta.kubernetes.io/${name}`,
            new RegExp(`^would change who answers HTTPS\\. The input tls decides that\\. Leave it out${instead}\\.$`),
          ],
        ],
      ]),
    ),
    [
      "chart values that contradict TLS",
      {
        hosts,
        tls: { selfSigned },
        charts: {
          "istio-gateway": { values: { service: { ports: [] } } },
          "cert-manager": { values: { crds: { enabled: false, keep: false }, installCRDs: true } },
        },
      },
      [
        ["charts.istio-gateway.values.service.ports", /must stay 80 and 443, which the outputs port and url name/],
        ["charts.cert-manager.values.crds.enabled", /contradicts tls\.certManagerExists/],
        ["charts.cert-manager.values.crds.keep", /destroying the layer deletes every certificate/],
        ["charts.cert-manager.values.installCRDs", /old name of crds\.enabled/],
      ],
    ],
    [
      "changes to cert-manager's chart where it is not installed",
      { hosts, tls: { selfSigned, certManagerExists: true }, charts: { "cert-manager": {} } },
      [["charts.cert-manager", /^there is no such chart here; the charts are istio-base, istiod, istio-gateway\.$/]],
    ],
  ];
  for (const [title, args, expected] of refused) {
    it(title, async () => {
      const problems = await refusal(() => create(args));
      assert.deepEqual(
        problems.map(({ path }) => path),
        expected.map(([path]) => path),
      );
      problems.forEach(({ reason }, index) => {
        assert.match(reason, expected[index]?.[1] ?? /never/);
      });
    });
  }

  it("an annotation about HTTPS in the cluster's facts, whether they are known or resolve", async () => {
    const key = "service.beta.kubernetes.io/aws-load-balancer-backend-protocol";
    const program = (facts: pulumi.Input<Record<string, string>>) => () => {
      const existing = { kubeconfig, context: "dev", loadBalancerAnnotations: facts };
      const cluster = new MlCluster("ml", { existing });
      new IngressLayer("ingress", { cluster, istio: {}, allowPublic: true }, { provider: cluster.provider });
    };
    const problems = await refusal(program({ ...AWS, [key]: "ssl" }));
    assert.deepEqual(
      problems.map(({ path }) => path),
      [`cluster.loadBalancerAnnotations.${key}`],
    );
    await assert.rejects(deploy(program(pulumi.output({ ...AWS, [key]: "ssl" }))), /would change who answers HTTPS/);
    await deploy(program({ ...AWS, [key]: "tcp" }));
  });

  it("a key of another certificate when it resolves, without showing it", async () => {
    const secret = { certificate: CERTIFICATE, key: pulumi.secret(OTHER_KEY) };
    await assert.rejects(layer({ tls: { secret } }), (error: Error) => {
      assert.match(error.message, /tls\.secret\.key: is not the key of tls\.secret\.certificate\./);
      assert.ok(!error.message.includes(OTHER_KEY.slice(40, 60)));
      return true;
    });
  });

  it("a key of another certificate when both resolve", async () => {
    const secret = { certificate: pulumi.output(CERTIFICATE), key: pulumi.secret(OTHER_KEY) };
    await assert.rejects(layer({ tls: { secret } }), /tls\.secret\.key: is not the key of tls\.secret\.certificate\./);
  });

  it("an authority whose certificate does not come", async () => {
    const program = () => ({ ca: create({ hosts, tls: { selfSigned } }).caCertificate });
    await assert.rejects(
      deploy(program, {
        outputs: (_, name) => (name === "ingress-ca-bundle-secret" ? { outputs: { data: {} } } : undefined),
      }),
      /tls\.selfSigned: the Secret "gateway-ca-bundle" has no ca\.crt/,
    );
  });
});
