import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createSocket, type AddressInfo, type Server, type Socket } from "node:net";
import type { RequestContext } from "../../../../cli/verify/network/endpoint";
import { KEY, VALID } from "./certificates";

/** A server on loopback. */
export interface TestServer {
  readonly port: number;
  readonly stop: () => void;
}

async function listening(server: Server): Promise<TestServer> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

export const httpServer = (answer: RequestListener): Promise<TestServer> => listening(createHttp(answer));

export const httpsServer = (answer: RequestListener, cert = VALID): Promise<TestServer> =>
  listening(createHttps({ key: KEY, cert }, answer));

/** A server that takes connections and then does this with them; by default nothing, so that no request is ever answered. */
export const socketServer = (use: (socket: Socket) => void = () => undefined): Promise<TestServer> =>
  listening(createSocket(use));

/** A port at which nothing listens. */
export async function deadPort(): Promise<number> {
  const server = await socketServer();
  server.stop();
  return server.port;
}

/** Loopback in place of every other host, at these ports. Hosts that are not named do not resolve. */
export const loopback = (port: number, ...known: string[]): RequestContext["network"] => ({
  addressesOf: (host) =>
    known.includes(host)
      ? Promise.resolve(["192.0.2.1"])
      : Promise.reject(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" })),
  dial: () => ({ host: "127.0.0.1", port }),
});

/** Requests to loopback that end after this many seconds. */
export const contextOf = (network: RequestContext["network"], seconds = 10): RequestContext => ({
  network,
  signal: new AbortController().signal,
  seconds,
});
