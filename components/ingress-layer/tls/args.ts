import type * as pulumi from "@pulumi/pulumi";
import type { IssuerKind } from "../../shared/facts";

/** How the gateway answers HTTPS. Fill exactly one of the blocks that say where the certificates come from. */
export interface TlsArgs {
  /**
   * Certificates of a private certificate authority, which cert-manager creates in the cluster. The output `caCertificate` is what
   * clients must trust.
   *
   * @default none: fill exactly one source of certificates
   */
  readonly selfSigned?: SelfSignedArgs;
  /**
   * Certificates of Let's Encrypt, which cert-manager orders and renews.
   *
   * @default none: fill exactly one source of certificates
   */
  readonly letsEncrypt?: LetsEncryptArgs;
  /**
   * One certificate that exists, for all hosts.
   *
   * @default none: fill exactly one source of certificates
   */
  readonly secret?: TlsSecretArgs;
  /**
   * Certificates of an issuer of cert-manager that exists in the cluster. cert-manager is then not installed.
   *
   * @default none: fill exactly one source of certificates
   */
  readonly existingIssuer?: ExistingIssuerArgs;
  /**
   * The load balancer has the certificate, and the gateway receives plain HTTP from it.
   *
   * @default none: fill exactly one source of certificates
   */
  readonly atLoadBalancer?: LoadBalancerCertificateArgs;
  /**
   * Whether requests by plain HTTP are redirected to HTTPS. Challenges of Let's Encrypt are still answered by plain HTTP.
   *
   * @default true
   */
  readonly redirect?: boolean;
  /**
   * Whether cert-manager runs in the cluster already, so that it is used and not installed. It may also be the one of a layer that
   * the program creates before this one; certificates then wait for it.
   *
   * @default false
   */
  readonly certManagerExists?: boolean;
}

/** A private certificate authority. */
export interface SelfSignedArgs {
  /**
   * Common name of the authority, at most 64 characters.
   *
   * @default mlplatform
   */
  readonly commonName?: pulumi.Input<string>;
  /**
   * Days for which the authority's certificate is valid. The hosts' certificates are valid for 90 days and renewed after 60.
   *
   * @default 3650
   */
  readonly validDays?: number;
}

/** How Let's Encrypt verifies that a host belongs to the caller. */
export enum AcmeChallenge {
  /** By a request to the host, by plain HTTP. The host must already lead to the gateway, and the internet must reach it. */
  Http01 = "http01",
  /** By a record in the DNS zone of the host, which `dns` gives access to. Wildcards need it. */
  Dns01 = "dns01",
}

/** Certificates of Let's Encrypt. */
export interface LetsEncryptArgs {
  /** E-mail address of the account. */
  readonly email: pulumi.Input<string>;
  /**
   * How hosts are verified.
   *
   * @default AcmeChallenge.Http01
   */
  readonly challenge?: AcmeChallenge;
  /**
   * Whether to use the staging service: it has higher limits, and its certificates are not trusted by browsers.
   *
   * @default false
   */
  readonly staging?: boolean;
}

/** A certificate that exists: as a Secret in the cluster, or as PEM text. */
export interface TlsSecretArgs {
  /**
   * Name of a Secret of type `kubernetes.io/tls` in the gateway's namespace.
   *
   * @default none: write `certificate` and `key`
   */
  readonly name?: pulumi.Input<string>;
  /**
   * The certificate and those of its issuers, in PEM form.
   *
   * @default none: write `name`
   */
  readonly certificate?: pulumi.Input<string>;
  /**
   * The private key of the certificate, in PEM form. It is always stored as a secret.
   *
   * @default none: write `name`
   */
  readonly key?: pulumi.Input<string>;
}

/** An issuer of cert-manager that exists. */
export interface ExistingIssuerArgs {
  /** Name of the issuer. An `Issuer` must be in the gateway's namespace. */
  readonly name: string;
  /**
   * Its kind.
   *
   * @default IssuerKind.ClusterIssuer
   */
  readonly kind?: IssuerKind;
}

/** A certificate at the load balancer. */
export interface LoadBalancerCertificateArgs {
  /**
   * AWS: ARN of a certificate in ACM or IAM, in the cluster's region. Annotation
   * `service.beta.kubernetes.io/aws-load-balancer-ssl-cert`.
   */
  readonly certificateArn: pulumi.Input<string>;
}
