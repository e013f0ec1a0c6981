import { Ended, fail, unreachable } from "../outcome";
import { place, type Endpoint } from "./endpoint";

/** Why a connection or request failed: nothing answered, or what answered was wrong. */
export function failureOf(error: unknown, to: Endpoint): Ended {
  if (error instanceof Ended) return error;
  const { code = "", message, name } = error as NodeJS.ErrnoException;
  const where = placeOf(to);
  if (name === "TimeoutError") return late(where);
  const silent = SILENT[code];
  if (silent !== undefined) return new Ended(unreachable(silent[0](to.via ?? to.host, where), silent[1]));
  if (code.endsWith("NO_APPLICATION_PROTOCOL")) return new Ended(fail(`${where} offers no HTTP/2, which gRPC needs`));
  if (code === "EPROTO" || code.startsWith("ERR_SSL"))
    return new Ended(fail(`${where} does not answer with TLS`, "Is this the port for HTTPS?"));
  const certificate = certificateProblem(code, to.host);
  if (certificate !== undefined) return new Ended(fail(certificate.detail, certificate.hint));
  if (code.startsWith("HPE_")) return new Ended(fail(`${where} does not answer with HTTP`));
  return new Ended(fail(`${where}: ${message.split("\n")[0] ?? ""}`));
}

/** Why a request ended with its check: as if its own time had ended, because chance decides which is over first. Not so for an interrupt. */
export const cutShort = (reason: unknown, to: Endpoint): unknown =>
  reason instanceof Ended ? late(placeOf(to)) : reason;

const late = (where: string): Ended => new Ended(unreachable(`${where} did not answer in time`, FIREWALL));

/** What is connected to. */
const placeOf = (to: Endpoint): string => place(to.via === undefined ? to : { ...to, host: to.via });

const FIREWALL = "Is this computer in the source ranges of the gateway, and no firewall in between?";

type Sentence = (host: string, where: string) => string;

/** Errors of the operating system that mean that nothing answers, and what may help. */
const SILENT: Readonly<Record<string, readonly [sentence: Sentence, hint?: string]>> = {
  ENOTFOUND: [(host) => `${host} does not resolve`, "Is its record in DNS? That of a new load balancer takes minutes."],
  EAI_AGAIN: [(host) => `${host} could not be looked up: the DNS server does not answer`],
  ECONNREFUSED: [(_, where) => `${where} refuses connections`],
  ECONNRESET: [(_, where) => `${where} closed the connection`],
  EPIPE: [(_, where) => `${where} closed the connection`],
  ETIMEDOUT: [(_, where) => `${where} does not answer`, FIREWALL],
  EHOSTUNREACH: [(_, where) => `there is no route to ${where}`],
  ENETUNREACH: [(_, where) => `there is no route to ${where}`],
};

/** A problem with a certificate in words, from the code of Node or OpenSSL; undefined for another error. */
export function certificateProblem(code: string, host: string): { detail: string; hint?: string } | undefined {
  const known = CERTIFICATE[code];
  if (known !== undefined) return { detail: known[0](host, ""), hint: known[1] };
  return /CERT|SIGNATURE|ISSUER|CRL|CHAIN/.test(code)
    ? { detail: `the certificate for ${host} is not valid (${code})` }
    : undefined;
}

const UNTRUSTED: readonly [Sentence, string] = [
  (host) => `the certificate for ${host} is not from an authority that is trusted`,
  "If it is a private authority, Node trusts it when NODE_EXTRA_CA_CERTS names its file.",
];

const CERTIFICATE: Readonly<Record<string, readonly [Sentence, string?]>> = {
  CERT_HAS_EXPIRED: [(host) => `the certificate for ${host} has expired`, "Does whoever issues it still renew it?"],
  CERT_NOT_YET_VALID: [
    (host) => `the certificate for ${host} is not valid yet`,
    "Is the clock of this computer right?",
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    (host) => `the certificate is not for ${host}`,
    "Is the host among the hosts of the gateway, and was its certificate issued?",
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
};
