import type * as pulumi from "@pulumi/pulumi";
import type { IssuerReference } from "./facts";

/** A certificate that cert-manager issues into a Secret of the same name. */
export interface CertificateRequest {
  readonly host: string;
  readonly secret: pulumi.Input<string>;
  readonly issuer: IssuerReference;
}

/** The certificate of one host. `metadata` has the namespace, and labels and annotations if there are some. */
export const certificateManifest = (
  { host, secret, issuer: { kind, name } }: CertificateRequest,
  metadata: { readonly namespace: pulumi.Input<string> },
) => ({
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: secret, ...metadata },
  spec: { secretName: secret, dnsNames: [host], issuerRef: { group: "cert-manager.io", kind, name } },
});
