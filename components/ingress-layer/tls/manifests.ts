import type * as pulumi from "@pulumi/pulumi";
import { certificateManifest } from "../../shared/certificate";
import type { IssuerReference } from "../../shared/facts";
import { labelled, type Labels } from "../../shared/values";
import type { LetsEncryptArgs, SelfSignedArgs } from "./args";
import { CA_NAMES, type HostCertificate } from "./spec";

const API = "cert-manager.io/v1";

/** Where an object is. */
interface Place {
  readonly namespace: pulumi.Input<string>;
  readonly labels: Labels;
}

/** A resource waits until cert-manager reports that its object is ready; without this it waits for nothing. */
const UNTIL_READY = { annotations: { "pulumi.com/waitFor": "condition=Ready" } };

/** The issuer of the authority's own certificate, which the authority signs itself. */
export const rootIssuerManifest = ({ namespace, labels }: Place) => ({
  apiVersion: API,
  kind: "Issuer",
  metadata: { name: CA_NAMES.root, namespace, ...labelled(labels) },
  spec: { selfSigned: {} },
});

/** The authority's certificate. Its key stays when the certificate is renewed, so that clients need not trust a new one. */
export const caCertificateManifest = (
  { namespace, labels }: Place,
  { commonName, validDays }: Required<SelfSignedArgs>,
) => ({
  apiVersion: API,
  kind: "Certificate",
  metadata: { name: CA_NAMES.issuer, namespace, ...labelled(labels), ...UNTIL_READY },
  spec: {
    isCA: true,
    commonName,
    secretName: CA_NAMES.issuer,
    duration: hours(validDays),
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
    issuerRef: { group: "cert-manager.io", kind: "Issuer", name: CA_NAMES.root },
  },
});

/** The issuer that signs with the authority's key. */
export const caIssuerManifest = ({ namespace, labels }: Place) => ({
  apiVersion: API,
  kind: "Issuer",
  metadata: { name: CA_NAMES.issuer, namespace, ...labelled(labels), ...UNTIL_READY },
  spec: { ca: { secretName: CA_NAMES.issuer } },
});

/**
 * A certificate for no real host. Its Secret has the authority's certificate, next to a private key that no server uses, so that the output
 * `caCertificate` can be read without taking the key of the authority or of a host into the state.
 */
export const caBundleManifest = ({ namespace, labels }: Place, { validDays }: Required<SelfSignedArgs>) => ({
  apiVersion: API,
  kind: "Certificate",
  metadata: { name: CA_NAMES.bundle, namespace, ...labelled(labels), ...UNTIL_READY },
  spec: {
    secretName: CA_NAMES.bundle,
    dnsNames: ["ca-bundle.invalid"],
    duration: hours(validDays),
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
    issuerRef: { group: "cert-manager.io", kind: "Issuer", name: CA_NAMES.issuer },
  },
});

/** A solver of ACME challenges; its fields are those of cert-manager's `acme.solvers`. */
export type Solver = Readonly<Record<string, unknown>>;

/** Solves challenges by an Ingress of the gateway's own class. */
export const httpSolver = (ingressClassName: pulumi.Input<string>): Solver => ({
  http01: { ingress: { ingressClassName, serviceType: "ClusterIP" } },
});

/** The issuer of Let's Encrypt's certificates. The account's key is created with it. */
export const letsEncryptManifest = (
  { name }: IssuerReference,
  labels: Labels,
  { email, staging }: Required<LetsEncryptArgs>,
  solvers: readonly Solver[],
) => ({
  apiVersion: API,
  kind: "ClusterIssuer",
  metadata: { name, ...labelled(labels), ...UNTIL_READY },
  spec: {
    acme: {
      server: `https://acme${staging ? "-staging" : ""}-v02.api.letsencrypt.org/directory`,
      email,
      privateKeySecretRef: { name: `${name}-account` },
      solvers,
    },
  },
});

/** The certificate of a host of the layer, or of a wildcard with the hosts that it covers. */
export const hostCertificateManifest = (
  { namespace, labels }: Place,
  { hosts: [host], secret }: HostCertificate,
  issuer: IssuerReference,
  waits: boolean,
) => certificateManifest({ host, secret, issuer }, { namespace, ...labelled(labels), ...(waits ? UNTIL_READY : {}) });

const hours = (days: number): string => `${String(days * 24)}h`;
