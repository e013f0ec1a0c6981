import { createPrivateKey, X509Certificate } from "node:crypto";
import { checked, checkedCount, dns1123Subdomain, notEmpty, type Check } from "../../shared/checks";
import { whenKnown } from "../../shared/deferred";
import { problemIf, type Problem } from "../../shared/invalid-args";
import { oneOf } from "../../shared/one-of";
import { ServiceType, type IngressLayerArgs } from "../args";
import { isWildcard } from "../../shared/host-name";
import { AcmeChallenge, type TlsArgs, type TlsSecretArgs } from "./args";

/** The blocks that say where certificates come from. */
const sourcesOf = ({ selfSigned, letsEncrypt, secret, existingIssuer, atLoadBalancer }: TlsArgs) => ({
  selfSigned,
  letsEncrypt,
  secret,
  existingIssuer,
  atLoadBalancer,
});

const email: Check = (value) =>
  /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;.]+$/.test(value)
    ? undefined
    : "is not an e-mail address, such as ml@example.org";

const commonName: Check = (value) =>
  value !== "" && Buffer.byteLength(value) <= 64 ? undefined : "is no common name; write 1 to 64 bytes of text";

/** cert-manager reads durations in Go, as nanoseconds in 64 bits. */
const MOST_DAYS = 106_751;

/** What is wrong with single inputs of TLS. */
export const tlsFieldProblems = ({ tls }: IngressLayerArgs): Problem[] =>
  tls === undefined
    ? []
    : [
        ...checked("tls.selfSigned.commonName", tls.selfSigned?.commonName, commonName),
        ...checkedCount("tls.selfSigned.validDays", tls.selfSigned?.validDays, 91, MOST_DAYS),
        ...checked("tls.letsEncrypt.email", tls.letsEncrypt?.email, email),
        ...checked("tls.secret.name", tls.secret?.name, dns1123Subdomain),
        ...checked("tls.existingIssuer.name", tls.existingIssuer?.name, dns1123Subdomain),
        ...checked("tls.atLoadBalancer.certificateArn", tls.atLoadBalancer?.certificateArn, notEmpty),
      ];

/** What is wrong with the choice of where certificates come from. */
export const tlsChoiceProblems = ({ tls }: IngressLayerArgs): Problem[] =>
  tls === undefined ? [] : oneOf("tls", sourcesOf(tls), tls);

/** What is wrong with inputs of TLS that do not fit together or the hosts. */
export function tlsProblems(args: IngressLayerArgs): Problem[] {
  const { tls, hosts = [] } = args;
  if (tls === undefined) return [];
  const { letsEncrypt, secret, certManagerExists } = tls;
  const issued = Object.entries(sourcesOf(tls)).find(([name, block]) => block !== undefined && ISSUED.has(name))?.[0];
  const challenge = letsEncrypt?.challenge ?? AcmeChallenge.Http01;
  return [
    ...problemIf(
      issued !== undefined && hosts.length === 0,
      "hosts",
      `is empty, but tls.${issued ?? ""} issues a certificate for each host. Write the host names.`,
    ),
    ...problemIf(
      certManagerExists !== undefined && (issued === undefined || issued === "existingIssuer"),
      "tls.certManagerExists",
      "has no effect, because cert-manager is installed for selfSigned and letsEncrypt only. Leave it out.",
    ),
    ...hosts.flatMap((host, index) =>
      problemIf(
        letsEncrypt !== undefined && challenge === AcmeChallenge.Http01 && isWildcard(host),
        `hosts[${String(index)}]`,
        `"${host}" has a wildcard, for which Let's Encrypt verifies records in DNS only. Write tls.letsEncrypt.challenge: AcmeChallenge.Dns01, or each host by its name.`,
      ),
    ),
    ...(letsEncrypt !== undefined && challenge === AcmeChallenge.Http01 ? unreachableProblems(args) : []),
    ...hosts.flatMap((host, index) =>
      problemIf(
        issued !== undefined && host.length > LONGEST_HOST,
        `hosts[${String(index)}]`,
        `"${host}" is longer than ${String(LONGEST_HOST)} characters, and its certificate is named after it. Write a shorter name.`,
      ),
    ),
    ...(secret === undefined ? [] : secretProblems(secret, hosts)),
  ];
}

/** Let's Encrypt asks from addresses that it does not publish, and nobody waits for the certificate, so a failure would not be seen. */
function unreachableProblems({ internal, sourceRanges = [], service }: IngressLayerArgs): Problem[] {
  const type = service?.type ?? ServiceType.LoadBalancer;
  const limits = [
    ...(internal === true ? ["internal is true"] : []),
    ...(sourceRanges.length > 0 ? ["sourceRanges lets only some addresses in"] : []),
    ...(type === ServiceType.LoadBalancer ? [] : [`service.type is ${type}`]),
  ];
  return problemIf(
    limits.length > 0,
    "tls.letsEncrypt.challenge",
    `cannot be Http01 (the default), because Let's Encrypt must reach the gateway from any address, but ${limits.join(", and ")}. Leave that out and write allowPublic: true, or choose AcmeChallenge.Dns01 or another source of certificates.`,
  );
}

/** A name of a Secret has at most 253 characters, of which `-wildcard` is the longest ending. */
const LONGEST_HOST = 253 - "-wildcard".length;

const ISSUED = new Set(["selfSigned", "letsEncrypt", "existingIssuer"]);

function secretProblems({ name, certificate, key }: TlsSecretArgs, hosts: readonly string[]): Problem[] {
  const path = "tls.secret";
  if (name !== undefined) {
    return problemIf(
      certificate !== undefined || key !== undefined,
      path,
      "has a name and a certificate or key. Write the name of a Secret that exists, or certificate and key.",
    );
  }
  if (certificate === undefined || key === undefined) {
    const missing =
      certificate === undefined ? (key === undefined ? "neither name nor certificate" : "no certificate") : "no key";
    return [{ path, reason: `has ${missing}. Write certificate and key, or the name of a Secret that exists.` }];
  }
  return [
    ...whenKnown(certificate, (pem) => certificateProblems(pem, hosts)),
    ...whenKnown(key, (pem) => keyProblems(pem, typeof certificate === "string" ? certificate : undefined)),
  ];
}

/** What is wrong with a certificate. The first one in the text is the host's; no part of it is shown. */
function certificateProblems(pem: string, hosts: readonly string[]): Problem[] {
  const path = "tls.secret.certificate";
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    return [{ path, reason: "contains a private key. Write the key as tls.secret.key only." }];
  }
  const all = (pem.match(/-----BEGIN [^-]*-----/g) ?? []).map((_, index) =>
    parsed(() => new X509Certificate(blockOf(pem, index))),
  );
  const [certificate] = all;
  if (certificate === undefined) {
    return [{ path, reason: "is not a certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----." }];
  }
  if (all.includes(undefined)) {
    const which = String(all.indexOf(undefined) + 1);
    return [
      {
        path,
        reason: `has a block of PEM that is not a certificate, number ${which}. Write the host's certificate and then those of its issuers.`,
      },
    ];
  }
  if (hosts.length > 0 && certificate.subjectAltName === undefined) {
    const reason =
      "has no subject alternative names, and clients do not read hosts from a common name. Write a certificate with the hosts as such names.";
    return [{ path, reason }];
  }
  const uncovered = hosts.filter((host) => certificate.checkHost(host.replace(/^\*/, "wildcard")) === undefined);
  return [
    ...problemIf(
      new Date(certificate.validTo) < new Date(),
      path,
      `has expired (${certificate.validTo}). Write one that is valid.`,
    ),
    ...problemIf(
      uncovered.length > 0,
      path,
      `does not cover the host${uncovered.length > 1 ? "s" : ""} ${uncovered.map((host) => `"${host}"`).join(", ")}. Write one that covers every host.`,
    ),
  ];
}

/** The text from the block of that number on, of which a parser reads the first block. */
const blockOf = (pem: string, index: number): string => `-----BEGIN ${pem.split("-----BEGIN ")[index + 1] ?? ""}`;

/** What is wrong with a private key, and whether it is that of the certificate, if that is known. */
export function keyProblems(pem: string, certificate: string | undefined): Problem[] {
  const path = "tls.secret.key";
  const key = parsed(() => createPrivateKey(pem));
  if (key === undefined) {
    return [
      {
        path,
        reason: "is not a private key in PEM form without a passphrase, which begins with -----BEGIN PRIVATE KEY-----.",
      },
    ];
  }
  const of = certificate === undefined ? undefined : parsed(() => new X509Certificate(certificate));
  return problemIf(
    of?.checkPrivateKey(key) === false,
    path,
    "is not the key of tls.secret.certificate. Write the key with which that certificate was requested.",
  );
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
