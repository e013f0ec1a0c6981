import { setMaxListeners } from "node:events";
import http from "node:http";
import https from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";

/** One request to the API server. */
export interface ApiRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  contentType?: string;
}

/** The API server that a kubeconfig's current context points to, over kept-alive connections. */
export class ApiServer {
  private readonly agents = new Map<string, http.Agent>();
  private readonly address: URL;

  constructor(
    private readonly kubeconfig: KubeConfig,
    private readonly signal: AbortSignal,
  ) {
    const cluster = kubeconfig.getCurrentCluster();
    if (!cluster) throw new Error("invalid configuration: no configuration has been provided");
    this.address = new URL(cluster.server);
    // Each request under way listens to it, and there may be hundreds.
    setMaxListeners(0, signal);
  }

  /** Sends a request and returns the parsed answer; throws `ApiError` where the server refuses. */
  async send<T = unknown>(request: ApiRequest): Promise<T> {
    const url = new URL(this.address);
    url.pathname = url.pathname.replace(/\/$/, "") + request.path;
    for (const [key, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(key, value);
    }
    const { status, text } = await this.exchange(url, request);
    if (status >= 400) throw new ApiError(status, text);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  private async exchange(url: URL, request: ApiRequest): Promise<{ status: number; text: string }> {
    const options: https.RequestOptions = {};
    await this.kubeconfig.applyToHTTPSOptions(options);
    options.agent = this.keptAlive(options);
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const headers: http.OutgoingHttpHeaders = {
      ...(options.headers as http.OutgoingHttpHeaders),
      accept: "application/json",
    };
    if (body !== undefined) {
      headers["content-type"] = request.contentType ?? "application/json";
      headers["content-length"] = Buffer.byteLength(body);
    }
    const transport = url.protocol === "http:" ? http : https;
    return new Promise((resolve, reject) => {
      const sent = transport.request(
        url,
        { ...options, method: request.method, headers, signal: this.signal },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
          });
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }

  /** client-node makes a new agent for every request, so each would pay for a TLS handshake. */
  private keptAlive(options: https.RequestOptions): http.Agent {
    const { ca, cert, key, rejectUnauthorized, servername } = options;
    const text = (part: unknown) =>
      Buffer.isBuffer(part) ? part.toString("latin1") : typeof part === "string" ? part : "";
    const identity = JSON.stringify([ca, cert, key].map(text));
    let agent = this.agents.get(identity);
    if (!agent) {
      agent =
        this.address.protocol === "http:"
          ? new http.Agent({ keepAlive: true })
          : new https.Agent({ ca, cert, key, rejectUnauthorized, servername, keepAlive: true });
      this.agents.set(identity, agent);
    }
    return agent;
  }
}

interface StatusBody {
  readonly message?: string;
  readonly reason?: string;
}

/** The API server refused a request; the text is the server's own. */
export class ApiError extends Error {
  /** Such as `AlreadyExists`. */
  readonly reason: string;

  constructor(
    readonly code: number,
    text: string,
  ) {
    const { message, reason = "" } = statusIn(text);
    super(message ?? text.trim());
    this.name = "ApiError";
    this.reason = reason;
  }
}

function statusIn(text: string): StatusBody {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** Whether the object, or its kind, does not exist. */
export const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.code === 404;
