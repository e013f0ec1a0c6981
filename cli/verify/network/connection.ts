import { connect, isIP, type Socket } from "node:net";
import * as tls from "node:tls";
import type { Endpoint, RequestContext } from "./endpoint";
import { cutShort, failureOf } from "./failure";

/** How to shake hands. */
interface Handshake {
  /** Names of protocols in the order of preference, for TLS. */
  readonly protocols: readonly string[];
  /** Whether a certificate that is not valid ends the connection. @default true */
  readonly strict?: boolean;
}

/** Opens a connection; with TLS, until the handshake is done. It is destroyed when the signal of the request aborts. */
export async function connected<T>(
  to: Endpoint,
  { protocols, strict = true }: Handshake,
  { network, signal, seconds }: RequestContext,
  use: (socket: Socket, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  const { via = to.host } = to;
  const target = network.dial?.(via, to.port) ?? { host: via, port: to.port };
  const socket =
    to.tls === undefined
      ? connect(target)
      : tls.connect({
          ...target,
          ...(isIP(to.host) === 0 ? { servername: to.host } : {}),
          ca: authorities(to.tls.ca),
          rejectUnauthorized: strict,
          checkServerIdentity: (_, certificate) => tls.checkServerIdentity(to.host, certificate),
          ALPNProtocols: [...protocols],
        });
  try {
    await raised(socket, to.tls === undefined ? "connect" : "secureConnect", limited);
    return await use(socket, limited);
  } catch (error) {
    if (signal.aborted) throw cutShort(signal.reason, to);
    throw failureOf(error, to);
  } finally {
    socket.destroy();
  }
}

/** Those that everybody trusts, and private ones. Without private ones, Node also takes those of NODE_EXTRA_CA_CERTS. */
const authorities = (own: readonly string[] = []): string[] | undefined =>
  own.length === 0 ? undefined : [...tls.rootCertificates, ...own];

/** Waits for an event of a socket; rejects if the socket fails, is closed, or the signal aborts. */
function raised(socket: Socket, event: "connect" | "secureConnect", signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    socket.once(event, () => {
      resolve();
    });
    // Stays: an error without a listener would end the process.
    socket.on("error", reject);
    socket.once("close", () => {
      reject(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    });
  });
}
