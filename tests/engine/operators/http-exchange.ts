import { createServer, request as plainRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as secureRequest } from "node:https";
import type { AddressInfo } from "node:net";

/** A server that says which request it has got. */
export interface EchoServer {
  readonly port: number;
  /** How many requests it has got. */
  received(): number;
  stop(): void;
}

/** A request as it reached the server. */
interface ServedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Starts a server on loopback. It answers each request with a `ServedRequest` in JSON and its own name in the header `server-name`,
 * accepts every WebSocket, and never answers `/never-answers`.
 */
export async function startEchoServer(name = "echo"): Promise<EchoServer> {
  let count = 0;
  const server = createServer((incoming, response) => {
    const { method, url, headers } = incoming;
    count++;
    response.setHeader("server-name", name);
    if (url === "/never-answers") return;
    void textOf(incoming).then((body) => response.end(JSON.stringify({ method, url, headers, body })));
  });
  server.on("upgrade", (_, socket) => {
    socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received: () => count,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** How a request is sent. */
interface RequestOptions {
  /** The port on loopback that stands for port 80 or 443 of the URL's host. */
  readonly port: (usual: 80 | 443) => number;
  /** The authority whose certificates are trusted, in PEM form. */
  readonly ca: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  /** What the echo server got; absent if it did not answer. */
  readonly request?: ServedRequest;
}

/** Sends a GET to a URL whose host is on loopback. It follows no redirect, and rejects if there is no connection. */
export function requestTo(url: string, { port, ca, headers = {} }: RequestOptions): Promise<Received> {
  const { protocol, hostname } = new URL(url);
  const path = url.slice(url.indexOf(hostname) + hostname.length); // as it is written, `..` and `%2F` included
  const common = { host: "127.0.0.1", path, headers: { host: hostname, ...headers }, agent: false as const };
  return new Promise((resolve, reject) => {
    const request =
      protocol === "https:"
        ? secureRequest({ ...common, port: port(443), servername: hostname, ca })
        : plainRequest({ ...common, port: port(80) });
    request.on("error", reject);
    request.on("upgrade", ({ statusCode: status, headers }, socket) => {
      socket.destroy();
      resolve({ status, headers });
    });
    request.on("response", (response) => {
      const { statusCode: status, headers } = response;
      textOf(response).then((text) => {
        resolve({ status, headers, ...(status === 200 ? { request: JSON.parse(text) as ServedRequest } : {}) });
      }, reject);
    });
    request.end();
  });
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of message.setEncoding("utf8")) text += part as string;
  return text;
}
