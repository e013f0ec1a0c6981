import type { Release } from "@pulumi/kubernetes/helm/v3";
import { CustomResource, type CustomResourceArgs } from "@pulumi/kubernetes/apiextensions/customResource";
import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { installChart, type ChartOverrides } from "../../shared/install-chart";
import { ExistingObject } from "../../shared/existing-object";
import { problemIf } from "../../shared/invalid-args";
import { refuseLate } from "../../shared/late-refusal";
import { useNamespace } from "../../shared/namespace";
import { labelled, type Labels } from "../../shared/values";
import type { GrantedAccess } from "../dns";
import { AcmeChallenge, type LetsEncryptArgs } from "./args";
import { CERT_MANAGER, certManagerPlan } from "./cert-manager-chart";
import {
  caBundleManifest,
  caCertificateManifest,
  caIssuerManifest,
  hostCertificateManifest,
  httpSolver,
  letsEncryptManifest,
  rootIssuerManifest,
  type Solver,
} from "./manifests";
import { keyProblems } from "./problems";
import { CA_NAMES, GIVEN_SECRET, type IssuerSpec, type TlsSpec } from "./spec";

/** Installs cert-manager, if these certificates need it. */
export function installCertManager(
  name: string,
  { issuer }: TlsSpec,
  { labels, overrides, first, access }: Placed,
  opts: pulumi.CustomResourceOptions,
): Release | undefined {
  if (issuer?.installsCertManager !== true) return undefined;
  const spec = { name: CERT_MANAGER, create: true };
  const namespace = useNamespace(`${name}-cert-manager-namespace`, spec, {
    labels,
    opts: { ...opts, dependsOn: first },
  });
  const placement = { release: CERT_MANAGER, namespace, timeout: 600 };
  return installChart(`${name}-cert-manager`, certManagerPlan(access?.access), overrides, placement, {
    ...opts,
    ...(access === undefined ? {} : { dependsOn: [...access.dependsOn] }),
  });
}

/** What cert-manager needs of the layer. */
interface Placed {
  readonly labels: Labels;
  readonly overrides: ChartOverrides;
  readonly first: pulumi.Output<pulumi.Resource[]>;
  /** How it gets access to DNS zones; absent if it needs none. */
  readonly access?: GrantedAccess | undefined;
}

/** What certificates need of the gateway. */
interface Gateway {
  readonly namespace: pulumi.Output<string>;
  readonly ingressClassName: pulumi.Output<string> | undefined;
  /** What cert-manager waits for, if this program installs it. */
  readonly certManager: readonly pulumi.Resource[];
  /** How challenges are solved by records in DNS; absent without `dns`. */
  readonly solvers?: readonly Solver[] | undefined;
  readonly labels: Labels;
}

/** What has been created for TLS. */
export interface Certificates {
  /** Certificate of the own authority, in PEM form; absent for others. */
  readonly caCertificate: pulumi.Output<string | undefined>;
  /** Outputs of what the gateway needs to answer HTTPS. */
  readonly last: pulumi.Input<unknown>[];
}

/** Creates the Secrets with certificates in the gateway's namespace, or has them issued. */
export function createCertificates(
  name: string,
  tls: TlsSpec,
  gateway: Gateway,
  opts: pulumi.CustomResourceOptions,
): Certificates {
  const { issuer, given } = tls;
  const none = pulumi.output<string | undefined>(undefined);
  if (given !== undefined) {
    const { namespace, labels } = gateway;
    const secret = new Secret(
      `${name}-tls`,
      {
        metadata: { name: GIVEN_SECRET, namespace, ...labelled(labels) },
        type: "kubernetes.io/tls",
        stringData: { "tls.crt": given.certificate, "tls.key": pulumi.secret(judgedKey(name, given)) },
      },
      opts,
    );
    return { caCertificate: none, last: [secret.id] };
  }
  if (issuer === undefined) return { caCertificate: none, last: [] };
  const ready = [...gateway.certManager];
  const { caCertificate = none, created } = createIssuer(name, issuer, gateway, { ...opts, dependsOn: ready });
  const isSelfSigned = issuer.selfSigned !== undefined;
  const certificates = tls.certificates.map(
    (certificate) =>
      new CustomResource(
        `${name}-certificate-${certificate.hosts[0]}`,
        // Only certificates of our own authority are certain to become ready during an update. Others may wait for a DNS record.
        hostCertificateManifest(gateway, certificate, issuer.reference, isSelfSigned),
        { ...opts, dependsOn: [...ready, ...created] },
      ),
  );
  return { caCertificate, last: certificates.map(({ id }) => id) };
}

/** The key, once it was compared with the certificate: one of them may be known only now. */
const judgedKey = (name: string, { certificate, key }: NonNullable<TlsSpec["given"]>): pulumi.Output<string> =>
  pulumi.all([certificate, key]).apply(async ([of, pem]) => {
    await refuseLate(`IngressLayer "${name}"`, keyProblems(pem, of));
    return pem;
  });

/** What has been created of an issuer. */
interface CreatedIssuer {
  readonly caCertificate?: pulumi.Output<string | undefined>;
  readonly created: pulumi.Resource[];
}

function createIssuer(
  name: string,
  { reference, selfSigned, letsEncrypt }: IssuerSpec,
  gateway: Gateway,
  opts: pulumi.CustomResourceOptions,
): CreatedIssuer {
  const create = (part: string, manifest: CustomResourceArgs, ...dependsOn: pulumi.Resource[]) =>
    new CustomResource(`${name}-${part}`, manifest, dependsOn.length === 0 ? opts : { ...opts, dependsOn });
  if (letsEncrypt !== undefined) {
    const solvers = solversOf(letsEncrypt, gateway);
    return { created: [create("lets-encrypt", letsEncryptManifest(reference, gateway.labels, letsEncrypt, solvers))] };
  }
  if (selfSigned === undefined) return { created: [] };
  const root = create("ca-root", rootIssuerManifest(gateway));
  const ca = create("ca-certificate", caCertificateManifest(gateway, selfSigned), root);
  const issuer = create("ca", caIssuerManifest(gateway), ca);
  const bundle = create("ca-bundle", caBundleManifest(gateway, selfSigned), issuer);
  return { caCertificate: readCaCertificate(name, gateway, bundle, opts), created: [issuer] };
}

/** Challenges are solved by the gateway, or by records in the zones of the hosts. */
const solversOf = (
  { challenge }: Required<LetsEncryptArgs>,
  { ingressClassName, solvers = [] }: Gateway,
): readonly Solver[] => (challenge === AcmeChallenge.Dns01 ? solvers : [httpSolver(ingressClassName ?? "")]);

/** The authority's certificate, from a Secret whose private key no server uses. */
function readCaCertificate(
  name: string,
  { namespace }: Gateway,
  bundle: pulumi.Resource,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const secret = new ExistingObject(
    `${name}-ca-bundle-secret`,
    { apiVersion: "v1", kind: "Secret", metadata: { name: CA_NAMES.bundle, namespace } },
    { ...opts, dependsOn: [bundle], additionalSecretOutputs: ["data"] },
  );
  const data = pulumi.unsecret(secret.data) as pulumi.Output<Record<string, string> | undefined>;
  return data.apply(async (known) => {
    const encoded = known?.["ca.crt"] ?? "";
    const reason = `the Secret "${CA_NAMES.bundle}" has no ca.crt, which cert-manager writes. Look at the Certificate of that name.`;
    await refuseLate(`IngressLayer "${name}"`, problemIf(encoded === "", "tls.selfSigned", reason));
    return Buffer.from(encoded, "base64").toString();
  });
}
