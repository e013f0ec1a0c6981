import * as tls from "node:tls";
import { fail, pass, type Outcome } from "../outcome";
import { connected } from "./connection";
import type { Endpoint, RequestContext } from "./endpoint";
import { certificateProblem } from "./failure";

/** Days before its end from which a certificate is due for renewal. */
const WARN_DAYS = 14;

/** Checks the certificate that an endpoint shows for its host: who signed it, for which names, and how long it is valid. */
export function checkCertificate(to: Endpoint, context: RequestContext): Promise<Outcome> {
  return connected(
    { ...to, tls: to.tls ?? {} },
    { protocols: ["h2", "http/1.1"], strict: false },
    context,
    (socket) => Promise.resolve(judged(socket as tls.TLSSocket, to.host)), // eslint-disable-line @typescript-eslint/no-unsafe-class-instance-assignment -- it has TLS
  );
}

function judged(socket: tls.TLSSocket, host: string): Outcome {
  const certificate = socket.getPeerCertificate();
  const chain = codeOf(socket.authorizationError);
  const name = tls.checkServerIdentity(host, certificate);
  // A name that is wrong is the reason why another one answers with its own certificate, so it is told first.
  const problem = certificateProblem(name === undefined ? chain : "ERR_TLS_CERT_ALTNAME_INVALID", host);
  if (problem !== undefined) return fail(problem.detail, problem.hint);
  if (!socket.authorized) return fail(`the certificate for ${host} is not valid (${chain})`);
  const days = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / 86_400_000);
  const until = new Date(certificate.valid_to).toISOString().slice(0, 10);
  const hint = `warning: it ends in ${days} ${days === 1 ? "day" : "days"}; cert-manager renews earlier, others must be renewed`;
  return pass(`valid for ${host} until ${until}`, days < WARN_DAYS ? hint : undefined);
}

/** Node's types say Error, its documentation says text or error; OpenSSL's code is a text. */
function codeOf(error: unknown): string {
  if (error === null || error === undefined) return "";
  return typeof error === "string" ? error : ((error as NodeJS.ErrnoException).code ?? "unknown");
}
