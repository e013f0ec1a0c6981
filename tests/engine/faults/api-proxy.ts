import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, createServer, request, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { TestCluster } from "../cluster";
import { certificate } from "../cluster/api-server";

/** What the API server answers instead of doing what a request asks. */
export interface Refusal {
  readonly method: string;
  /** Of the request's path, without its query. */
  readonly path: RegExp;
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  /** Seconds after which to ask again. @default not said */
  readonly retryAfter?: number;
  /** How many requests get this answer; later ones pass. @default all, until it is lifted */
  readonly times?: number;
}

/** Stands before an API server, with its certificate, and refuses what a test wants. */
export class ApiProxy {
  private refusal: Refusal | undefined;
  /** How many requests the present refusal has answered. */
  refused = 0;

  private constructor(
    private readonly server: Server,
    private readonly upstream: URL,
    private readonly agent: Agent,
    /** A kubeconfig whose server is the proxy. */
    readonly kubeconfigPath: string,
    readonly context: string,
  ) {}

  static async start(cluster: TestCluster): Promise<ApiProxy> {
    const cert = await readFile(certificate(cluster.dir));
    const key = await readFile(certificate(cluster.dir).replace(/crt$/, "key"));
    const server = createServer({ cert, key });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const kubeconfigPath = join(cluster.dir, "kubeconfig-of-proxy");
    const kubeconfig = cluster.kubeconfig.replaceAll(cluster.server, `https://127.0.0.1:${port}`);
    await writeFile(kubeconfigPath, kubeconfig, { mode: 0o600 });
    const agent = new Agent({ ca: cert, keepAlive: true });
    const proxy = new ApiProxy(server, new URL(cluster.server), agent, kubeconfigPath, cluster.context);
    server.on("request", (asked: IncomingMessage, answer: ServerResponse) => {
      proxy.pass(asked, answer);
    });
    server.unref();
    return proxy;
  }

  /** Refuses from now on; returns how to lift that. */
  refuse(refusal: Refusal): () => void {
    this.refusal = refusal;
    this.refused = 0;
    return () => {
      this.refusal = undefined;
    };
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
    this.agent.destroy();
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { method = "GET", url = "/", headers } = asked;
    const { refusal } = this;
    if (method === refusal?.method && refusal.path.test(url.split("?")[0] ?? "")) {
      if (this.refused < (refusal.times ?? Infinity)) {
        this.refused++;
        asked.resume();
        refuse(answer, refusal);
        return;
      }
    }
    const { hostname, port } = this.upstream;
    const passed = request({ hostname, port, path: url, method, headers, agent: this.agent }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
      response.on("error", () => answer.destroy());
    });
    // What a client sees of a server that is gone: its connection ends without an answer.
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  }
}

/** As the API server says it (apimachinery, meta/v1 Status). */
function refuse(answer: ServerResponse, { status, reason, message, retryAfter }: Refusal): void {
  const details = retryAfter === undefined ? {} : { details: { retryAfterSeconds: retryAfter } };
  const body = { kind: "Status", apiVersion: "v1", status: "Failure", message, reason, code: status, ...details };
  const headers = { "content-type": "application/json", ...(retryAfter && { "retry-after": String(retryAfter) }) };
  answer.writeHead(status, headers).end(JSON.stringify(body));
}
