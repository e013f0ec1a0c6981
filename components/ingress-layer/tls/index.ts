import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { installChart, type ChartOverrides } from "../../shared/install-chart";
import { ExistingObject } from "../../shared/existing-object";
import { useNamespace } from "../../shared/namespace";
import { labelled, type Labels } from "../../shared/values";
import type { GrantedAccess } from "../dns";
import { AcmeChallenge, type LetsEncryptArgs } from "./args";
import { CERT_MANAGER, certManagerPlan } from "./cert-manager-chart";
import {
  caBundleManifest,
  caCertificateManifest,
  caIssuerManifest,
  certificateManifest,
  httpSolver,
  letsEncryptManifest,
  rootIssuerManifest,
  type Solver,
} from "./manifests";
import { CA_NAMES, GIVEN_SECRET, type IssuerSpec, type TlsSpec } from "./spec";

/** Installs cert-manager, if these certificates need it. */
export function installCertManager(
  name: string,
  { issuer }: TlsSpec,
  { labels, overrides, first, access }: Placed,
  opts: pulumi.CustomResourceOptions,
): kubernetes.helm.v3.Release | undefined {
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
    const secret = new kubernetes.core.v1.Secret(
      `${name}-tls`,
      {
        metadata: { name: GIVEN_SECRET, namespace, ...labelled(labels) },
        type: "kubernetes.io/tls",
        stringData: { "tls.crt": given.certificate, "tls.key": pulumi.secret(given.key) },
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
      new kubernetes.apiextensions.CustomResource(
        `${name}-certificate-${certificate.host}`,
        // Only those of the own authority surely become ready during an update: others may wait for a record in DNS.
        certificateManifest(gateway, certificate, issuer.reference, isSelfSigned),
        { ...opts, dependsOn: [...ready, ...created] },
      ),
  );
  return { caCertificate, last: certificates.map(({ id }) => id) };
}

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
  const create = (
    part: string,
    manifest: kubernetes.apiextensions.CustomResourceArgs,
    ...dependsOn: pulumi.Resource[]
  ) =>
    new kubernetes.apiextensions.CustomResource(
      `${name}-${part}`,
      manifest,
      dependsOn.length === 0 ? opts : { ...opts, dependsOn },
    );
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

/** The authority's certificate, from a Secret whose key opens nothing. */
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
  return data.apply((known) => Buffer.from(known?.["ca.crt"] ?? "", "base64").toString());
}
