import * as http2 from "node:http2";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { Ended, fail } from "../outcome";
import { connected } from "./connection";
import { place, type Endpoint, type RequestContext } from "./endpoint";

/** A call with one request and one answer, in bytes of Protocol Buffers. */
export interface Call {
  /** `<package>.<Service>/<Method>`. */
  readonly method: string;
  readonly message: Buffer;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A call that a server or gateway answered with an error. */
export class CallFailed extends Ended {
  constructor(
    /** The status of gRPC, such as 12 for a method that does not exist. */
    readonly status: number,
    /** What the server says; a gateway without a route says nothing. */
    readonly text: string,
  ) {
    super(fail(`gRPC status ${NAMES[status] ?? status}${text === "" ? "" : `: ${text.slice(0, 200)}`}`));
  }
}

/** Makes a call by gRPC, as gRPC over HTTP/2 writes it. Rejects with `CallFailed` if the answer is an error. */
export function call(to: Endpoint, asked: Call, context: RequestContext): Promise<Buffer> {
  return connected(to, { protocols: ["h2"] }, context, (socket, signal) => {
    if (socket instanceof TLSSocket && socket.alpnProtocol !== "h2")
      throw new Ended(fail(`${place(to)} offers no HTTP/2, which gRPC needs`));
    return exchange(socket, to, asked, signal);
  });
}

async function exchange(socket: Socket, to: Endpoint, asked: Call, signal: AbortSignal): Promise<Buffer> {
  const { host, port, tls } = to;
  const scheme = tls === undefined ? "http" : "https";
  const isUsual = port === (tls === undefined ? 80 : 443);
  // Routes are for the host, and some gateways compare the port too.
  const authority = isUsual ? host : place({ host, port });
  const session = http2.connect(`${scheme}://${place({ host, port })}`, { createConnection: () => socket });
  const parts: Buffer[] = [];
  let headers: http2.IncomingHttpHeaders = {};
  let trailers: http2.IncomingHttpHeaders = {};
  try {
    await new Promise<void>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException): void => {
        const isOther = error.code?.startsWith("ERR_HTTP2") === true;
        reject(isOther ? new Ended(fail(`${place(to)} does not speak HTTP/2, which gRPC needs`)) : error);
      };
      session.on("error", failed);
      const stream = session.request(
        {
          ":method": "POST",
          ":path": `/${asked.method}`,
          ":scheme": scheme,
          ":authority": authority,
          "content-type": "application/grpc",
          "user-agent": "mlplatform-verify",
          te: "trailers",
          ...asked.metadata,
        },
        { signal },
      );
      stream.on("response", (fields) => (headers = fields));
      stream.on("trailers", (fields: http2.IncomingHttpHeaders) => (trailers = fields));
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("error", (error: NodeJS.ErrnoException) => {
        if (signal.aborted) reject(signal.reason as Error);
        else failed(error);
      });
      stream.on("close", () => {
        resolve();
      });
      stream.end(framed(asked.message));
    });
    return answerOf(headers, trailers, Buffer.concat(parts));
  } finally {
    session.destroy();
  }
}

/** A message as gRPC sends it: not compressed, then its length. */
function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The message of an answer. Its status is in the trailers, or in the headers if there is no message. */
function answerOf(headers: http2.IncomingHttpHeaders, trailers: http2.IncomingHttpHeaders, bytes: Buffer): Buffer {
  const httpStatus = Number(headers[":status"] ?? 0);
  const field = (name: string) => String(trailers[name] ?? headers[name] ?? "");
  const status = field("grpc-status");
  if (status === "") {
    if (httpStatus === 0) throw Object.assign(new Error("closed"), { code: "ECONNRESET" });
    throw new Ended(fail(`HTTP ${httpStatus} in answer to gRPC: no server of gRPC answers there`));
  }
  if (status !== "0") throw new CallFailed(Number(status), decoded(field("grpc-message")));
  if (bytes.length < 5) throw new Ended(fail("the answer by gRPC has no message"));
  if (bytes[0] !== 0) throw new Ended(fail("the answer by gRPC is compressed, which was not asked for"));
  return bytes.subarray(5, 5 + bytes.readUInt32BE(1));
}

/** Messages are percent-encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The names of the statuses (grpc.io, status codes). */
const NAMES: Readonly<Record<number, string>> = {
  1: "CANCELLED",
  2: "UNKNOWN",
  3: "INVALID_ARGUMENT",
  4: "DEADLINE_EXCEEDED",
  5: "NOT_FOUND",
  6: "ALREADY_EXISTS",
  7: "PERMISSION_DENIED",
  8: "RESOURCE_EXHAUSTED",
  9: "FAILED_PRECONDITION",
  10: "ABORTED",
  11: "OUT_OF_RANGE",
  12: "UNIMPLEMENTED",
  13: "INTERNAL",
  14: "UNAVAILABLE",
  15: "DATA_LOSS",
  16: "UNAUTHENTICATED",
};
