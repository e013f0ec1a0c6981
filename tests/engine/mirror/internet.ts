import { createServer as createTlsServer } from "node:https";
import { createServer, request } from "node:http";
import { connect, type AddressInfo, type Server } from "node:net";
import { basename } from "node:path";
import { serveCharts } from "../charts/chart-repository";
import { CERTIFICATE, KEY } from "./certificate";
import { startRegistry, type Registry } from "./registry";

/** The part of the internet that the charts and images come from, on loopback: a proxy leads to it. */
export interface Internet {
  /** URL of the proxy, for `HTTPS_PROXY`. */
  readonly proxy: string;
  /** Has the images of all public registries. */
  readonly registry: Registry;
  /** The hosts that were asked for, without repeats, sorted. */
  hosts(): string[];
  stop(): Promise<void>;
}

/** Hosts that are registries, also for charts. All others are chart repositories. */
const REGISTRIES = /(^|\.)(docker\.io|quay\.io|ghcr\.io|gcr\.io|registry\.k8s\.io|nvcr\.io|public\.ecr\.aws)$/;

/**
 * Starts a registry and a chart repository behind a proxy, which take the names of all public ones: helm and skopeo see the
 * addresses, certificates and protocols that they would see in public.
 * @param charts a folder with packages, which every chart repository has
 */
export async function startInternet(charts: string): Promise<Internet> {
  const registry = await startRegistry();
  const repository = await serveCharts(charts);
  // With TLS, and below any path that a repository has.
  const repositories = createTlsServer({ cert: CERTIFICATE, key: KEY }, (asked, answer) => {
    request(`${repository.url}/${basename(asked.url ?? "")}`, (found) => {
      answer.writeHead(found.statusCode ?? 500);
      found.pipe(answer);
    }).end();
  });
  const repositoriesPort = await listening(repositories);
  const asked = new Set<string>();
  const proxy = createServer().on("connect", ({ url = "" }, client, head) => {
    const [host = ""] = url.split(":");
    asked.add(host);
    const port = REGISTRIES.test(host) ? Number(registry.address.split(":")[1]) : repositoriesPort;
    const server = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.write(head);
      server.pipe(client).pipe(server);
    });
    server.on("error", () => client.destroy());
    client.on("error", () => server.destroy());
  });
  const proxyPort = await listening(proxy);
  return {
    proxy: `http://127.0.0.1:${String(proxyPort)}`,
    registry,
    hosts: () => [...asked].sort(),
    async stop() {
      for (const server of [proxy, repositories]) {
        server.closeAllConnections();
        server.close();
      }
      await Promise.all([repository.stop(), registry.stop()]);
    },
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  server.unref(); // a suite that fails before its `after` must still end
  return (server.address() as AddressInfo).port;
}
