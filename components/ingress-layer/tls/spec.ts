import type * as pulumi from "@pulumi/pulumi";
import { IssuerKind, type IssuerReference } from "../../shared/facts";
import type { IngressLayerArgs } from "../args";
import { byWildcard, wildcardName } from "../hosts";
import { isWildcard } from "../../shared/host-name";
import { AcmeChallenge, type LetsEncryptArgs, type SelfSignedArgs, type TlsArgs } from "./args";

/** How the gateway answers HTTPS, after defaults. */
export interface TlsSpec {
  /** The certificates: Secrets in the gateway's namespace. Empty if the load balancer has the certificate. */
  readonly certificates: readonly HostCertificate[];
  /** Who issues the certificates; absent if they exist. */
  readonly issuer?: IssuerSpec;
  /** The certificate of the caller, for all hosts, from which a Secret is created. */
  readonly given?: { readonly certificate: pulumi.Input<string>; readonly key: pulumi.Input<string> };
  /** The certificate of the load balancer; the gateway's HTTPS port then receives plain HTTP. */
  readonly atLoadBalancer?: pulumi.Input<string>;
  /** Whether HTTP is redirected to HTTPS. */
  readonly redirect: boolean;
  /** Whether challenges come by plain HTTP, so that they must not be redirected. */
  readonly http01: boolean;
}

/**
 * A certificate and the hosts that are answered with it. No host that it covers is answered with another one: a browser uses an open
 * connection for every host that its certificate covers, and would not find such a host there.
 */
export interface HostCertificate {
  /** Host names, some with a wildcard, or `*` for every host. If an issuer signs it, it is for the first one. */
  readonly hosts: readonly [first: string, ...others: string[]];
  /** The Secret that has it. */
  readonly secret: pulumi.Input<string>;
}

/** Who issues certificates. */
export interface IssuerSpec {
  readonly reference: IssuerReference;
  /** Whether cert-manager is installed with the layer. */
  readonly installsCertManager: boolean;
  readonly selfSigned?: Required<SelfSignedArgs>;
  readonly letsEncrypt?: Required<LetsEncryptArgs>;
}

/** Name of the Secret that is created from a certificate of the caller. */
export const GIVEN_SECRET = "gateway-tls";
/** Names of the objects of a private certificate authority, in the gateway's namespace. */
export const CA_NAMES = { root: "gateway-self-signed", issuer: "gateway-ca", bundle: "gateway-ca-bundle" } as const;

/** Fills in the defaults. `namespace` is that of the gateway; an issuer for the whole cluster has it in its name. */
export function tlsSpec({ tls, hosts = [] }: IngressLayerArgs, namespace: string): TlsSpec | undefined {
  if (tls === undefined) return undefined;
  const issuer = issuerSpec(tls, namespace);
  const { secret, atLoadBalancer } = tls;
  const [first = "*", ...others] = hosts;
  const existing = secret === undefined ? undefined : (secret.name ?? GIVEN_SECRET);
  return {
    certificates:
      existing !== undefined
        ? [{ hosts: [first, ...others], secret: existing }]
        : issuer === undefined
          ? []
          : byWildcard(hosts).map((covered) => ({ hosts: covered, secret: secretName(covered[0]) })),
    ...(issuer === undefined ? {} : { issuer }),
    ...(secret?.certificate === undefined || secret.key === undefined
      ? {}
      : { given: { certificate: secret.certificate, key: secret.key } }),
    ...(atLoadBalancer === undefined ? {} : { atLoadBalancer: atLoadBalancer.certificateArn }),
    redirect: tls.redirect ?? true,
    http01: issuer?.letsEncrypt?.challenge === AcmeChallenge.Http01,
  };
}

/** Name of the Secret, and of the Certificate, of a host: `models.example.org-tls`, or `example.org-wildcard`, which no other host has. */
export const secretName = (host: string): string => (isWildcard(host) ? wildcardName(host) : `${host}-tls`);

function issuerSpec(tls: TlsArgs, namespace: string): IssuerSpec | undefined {
  const { selfSigned, letsEncrypt, existingIssuer, certManagerExists = false } = tls;
  if (existingIssuer !== undefined) {
    const { kind = IssuerKind.ClusterIssuer, name } = existingIssuer;
    return { reference: { kind, name }, installsCertManager: false };
  }
  const installsCertManager = !certManagerExists;
  if (selfSigned !== undefined) {
    return {
      reference: { kind: IssuerKind.Issuer, name: CA_NAMES.issuer },
      installsCertManager,
      selfSigned: { commonName: selfSigned.commonName ?? "mlplatform", validDays: selfSigned.validDays ?? 3650 },
    };
  }
  if (letsEncrypt !== undefined) {
    const { email, staging = false, challenge = AcmeChallenge.Http01 } = letsEncrypt;
    return {
      // A ClusterIssuer, because cert-manager uses the identity of its own pods only for this kind.
      reference: {
        kind: IssuerKind.ClusterIssuer,
        name: `${namespace}-${staging ? "letsencrypt-staging" : "letsencrypt"}`,
      },
      installsCertManager,
      letsEncrypt: { email, staging, challenge },
    };
  }
  return undefined;
}
