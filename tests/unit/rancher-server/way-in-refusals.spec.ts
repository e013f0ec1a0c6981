import { ingressFacts } from "../platform";
import { CERTIFICATE, HTTPS, KEY } from "./rancher";
import { refuses, type Row } from "./refused";

const own = (tls?: object, more: object = {}) => ({
  kubernetesIngress: {},
  ...(tls === undefined ? {} : { tls }),
  ...more,
});
const secret = (block: object) => own({ secret: block });

const WAYS_IN: Row[] = [
  ["no host", { host: undefined }, "host", /^is missing/],
  ["a host in upper case", { host: "Rancher.example.org" }, "host", /is not a full host name/],
  ["a host without a dot", { host: "rancher" }, "host", /is not a full host name/],
  ["an address as the host", { host: "192.0.2.1" }, "host", /is not a full host name/],
  ["a URL as the host", { host: "https://rancher.example.org" }, "host", /is not a full host name/],
  ["a wildcard as the host", { host: "*.example.org" }, "host", /is not a full host name/],
  ["an ingress without HTTPS", { ingress: ingressFacts }, "ingress", /^answers plain HTTP, but .*by HTTPS only/],
  [
    "an ingress that says that it has no HTTPS",
    { ingress: { ...HTTPS, tls: false } },
    "ingress",
    /^answers plain HTTP, but .*by HTTPS only/,
  ],
  [
    "a host that the ingress does not serve",
    { ingress: { ...HTTPS, hosts: ["a.example.org"] } },
    "host",
    /is not served by the ingress, which has a\.example\.org/,
  ],
  [
    "the host of the models' URLs",
    { host: "lb.example.org", ingress: { ...HTTPS, host: "lb.example.org" } },
    "host",
    /^"lb\.example\.org" is the host of the models' URLs/,
  ],
  [
    "an ingress in another cluster",
    { ingress: { ...HTTPS, clusterIdentifier: "far" } },
    "opts.provider",
    /^the provider belongs to MlCluster "ml", which is not the cluster of `ingress`/,
  ],
  ["Istio without a gateway", { ingress: { ...HTTPS, gateway: undefined } }, "ingress.gateway", /^is missing/],
  ["a gateway without a namespace", { ingress: { ...HTTPS, gateway: "a b" } }, "ingress.gateway", /"a b"/],
  [
    "two ways in",
    { kubernetesIngress: {}, ingress: HTTPS },
    "kubernetesIngress",
    /^is a second way in besides ingress/,
  ],
  [
    "no way in",
    { ingress: undefined },
    "ingress or kubernetesIngress",
    /^none was given, so nobody would reach Rancher/,
  ],
  ["a bad class", { kubernetesIngress: { className: "My Class" } }, "kubernetesIngress.className", /"My Class"/],
  [
    "a bad annotation",
    { kubernetesIngress: { annotations: { "a b": "c" } } },
    "kubernetesIngress.annotations.a b",
    /"a b"/,
  ],
];

const CERTIFICATES: Row[] = [
  ["tls behind an ingress", { tls: { secret: { name: "a" } } }, "tls", /^has no effect, because the ingress answers/],
  ["no source of a certificate", own({}), "tls", /^none was given; fill exactly one of letsEncrypt, secret/],
  [
    "two sources of a certificate",
    { kubernetesIngress: { className: "a" }, tls: { letsEncrypt: { email: "a@example.org" }, secret: { name: "a" } } },
    "tls",
    /^2 were given \(letsEncrypt, secret\); fill exactly one/,
  ],
  [
    "Let's Encrypt without a class",
    own({ letsEncrypt: { email: "ml@example.org" } }),
    "kubernetesIngress.className",
    /^is missing: Let's Encrypt is answered by an Ingress of this class/,
  ],
  [
    "Let's Encrypt without an address",
    { kubernetesIngress: { className: "a" }, tls: { letsEncrypt: {} } },
    "tls.letsEncrypt.email",
    /^is missing/,
  ],
  [
    "a bad address",
    { kubernetesIngress: { className: "a" }, tls: { letsEncrypt: { email: "ml" } } },
    "tls.letsEncrypt.email",
    /"ml" is not an e-mail address/,
  ],
  ["an empty secret", secret({}), "tls.secret", /^needs either name, or certificate and key/],
  ["a certificate without a key", secret({ certificate: CERTIFICATE }), "tls.secret", /^needs either name, or/],
  ["a key without a certificate", secret({ key: KEY }), "tls.secret", /^needs either name, or certificate and key/],
  [
    "a name and a certificate",
    secret({ name: "a", certificate: CERTIFICATE, key: KEY }),
    "tls.secret",
    /^needs either name, or certificate and key/,
  ],
  ["a bad name of a Secret", secret({ name: "My_Secret" }), "tls.secret.name", /"My_Secret"/],
  [
    "a certificate with its key",
    secret({ certificate: `${KEY}${CERTIFICATE}`, key: KEY }),
    "tls.secret.certificate",
    /^has a private key too, which everybody could read/,
  ],
  ...[
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIE\n-----END ENCRYPTED PRIVATE KEY-----\n",
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nMIIE\n-----END RSA PRIVATE KEY-----\n",
  ].map((key, index): Row => [
    `a key with a passphrase, form ${String(index)}`,
    secret({ certificate: CERTIFICATE, key }),
    "tls.secret.key",
    /^has a passphrase, which nobody can enter/,
  ]),
  [
    "a file as the certificate",
    secret({ certificate: "tls.crt", key: KEY }),
    "tls.secret.certificate",
    /^is not a certificate in PEM form\.$/,
  ],
  [
    "a certificate as the key",
    secret({ certificate: CERTIFICATE, key: CERTIFICATE }),
    "tls.secret.key",
    /^is not a private key in PEM form\.$/,
  ],
  ["a file as the authority", { privateCa: "ca.crt" }, "privateCa", /^is not a certificate in PEM form\.$/],
  [
    "an authority besides Rancher's own",
    own(undefined, { privateCa: CERTIFICATE }),
    "privateCa",
    /^has no effect: agents/,
  ],
  [
    "an authority besides Let's Encrypt",
    {
      ...{ kubernetesIngress: { className: "a" }, tls: { letsEncrypt: { email: "ml@example.org" } } },
      privateCa: CERTIFICATE,
    },
    "privateCa",
    /^has no effect: .*everybody trusts Let's Encrypt/,
  ],
  [
    "cert-manager where nothing needs it",
    { kubernetesIngress: { certManagerReady: "yes" }, tls: { secret: { name: "a" } } },
    "kubernetesIngress.certManagerReady",
    /^has no effect with tls\.secret/,
  ],
];

describe("RancherServer refuses as its way in", () => {
  refuses(WAYS_IN);
});

describe("RancherServer refuses as its certificate", () => {
  refuses(CERTIFICATES);
});
