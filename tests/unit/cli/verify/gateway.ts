import { createSecureServer, createServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from "node:net";
import { KEY, VALID } from "./certificates";
import type { TestServer } from "./servers";

/** A request as a server behind the gateway gets it. */
export interface Seen {
  readonly host: string;
  readonly headers: Http2ServerRequest["headers"];
  readonly body: Buffer;
}

/** What a path answers: a body with status 200, or another status and body. */
export type Page = (
  seen: Seen,
) => string | { readonly status: number; readonly body?: string; readonly server?: string };

/** What a method of gRPC answers: the bytes of a message, or a status and text. */
export type Method = (seen: Seen) => Buffer | { readonly status: number; readonly text: string };

/** What is behind a gateway, by `https://<host><path>` and by `<service>/<method>`. */
export interface Behind {
  readonly pages?: Readonly<Record<string, Page>>;
  readonly methods?: Readonly<Record<string, Method>>;
  readonly cert?: string;
  /** Whether it is no gateway, but a server behind one: HTTP/1.1 and HTTP/2 at one port, without TLS. @default false */
  readonly plain?: boolean;
}

/** A gateway that answers REST and gRPC by HTTPS, and as Envoy does where it has no route. */
export async function startGateway({
  pages = {},
  methods = {},
  cert = VALID,
  plain = false,
}: Behind): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const answer = (request: Http2ServerRequest, response: Http2ServerResponse) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { headers, url } = request;
      const host = request.authority || (headers.host ?? "");
      const body = Buffer.concat(parts);
      if (headers["content-type"] === "application/grpc") {
        answerCall(response, methods[url.slice(1)]?.({ host, headers, body: body.subarray(5) }));
        return;
      }
      const given = pages[`https://${host}${url}`]?.({ host, headers, body }) ?? { status: 404, server: "istio-envoy" };
      const {
        status,
        body: text = "",
        server: name = "test",
      } = typeof given === "string" ? { status: 200, body: given } : given;
      response.writeHead(status, { server: name }).end(text);
    });
  };
  const server = plain ? bothProtocols(answer) : createSecureServer({ key: KEY, cert, allowHTTP1: true }, answer);
  server.on(plain ? "connection" : "secureConnection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

type Handler = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

/** Tells the protocols apart by the first bytes of a connection. */
function bothProtocols(answer: Handler): Server {
  const http1 = createHttp(answer as unknown as RequestListener);
  const http2 = createServer(answer);
  return createSocketServer((socket) => {
    socket.once("readable", () => {
      const first = socket.read() as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      (first.toString().startsWith("PRI ") ? http2 : http1).emit("connection", socket);
    });
  });
}

function answerCall(response: Http2ServerResponse, given: ReturnType<Method> | undefined): void {
  const head = { "content-type": "application/grpc" };
  if (!Buffer.isBuffer(given)) {
    const { status, text } = given ?? { status: 12, text: "" };
    response.writeHead(200, {
      ...head,
      "grpc-status": String(status),
      ...(text === "" ? {} : { "grpc-message": text }),
    });
    response.end();
    return;
  }
  response.writeHead(200, head);
  response.addTrailers({ "grpc-status": "0" });
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(given.length, 1);
  response.end(Buffer.concat([frame, given]));
}
