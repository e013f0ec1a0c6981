import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

/** The part of an object that all kinds have. */
export interface KubernetesObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly annotations?: Record<string, string>;
    readonly deletionTimestamp?: string;
  };
}

/** A minimal client of one API server: starting a cluster with kubectl would cost a process for each question. */
export class Api {
  readonly #agent: Agent;
  #closed = false;

  constructor(
    readonly server: string,
    readonly ca: string,
    readonly token: string,
  ) {
    this.#agent = new Agent({ keepAlive: true, ca });
  }

  /**
   * One object, a list of them, or a text as of `/readyz`.
   * @param accept the form of the answer, for those that have several. @default the usual one
   */
  get(path: string, accept?: string): Promise<unknown> {
    return this.#ask("GET", path, undefined, accept === undefined ? {} : { accept });
  }

  delete(path: string): Promise<unknown> {
    return this.#ask("DELETE", path);
  }

  /** Merges fields into an object; null removes one. */
  patch(path: string, fields: object): Promise<unknown> {
    return this.#ask("PATCH", path, fields, { "content-type": "application/merge-patch+json" });
  }

  /** Creates an object; one that exists already is left alone. */
  async create(path: string, object: unknown): Promise<void> {
    try {
      await this.#ask("POST", path, object);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409)) throw error;
    }
  }

  /** Calls back for each object there is and each time one changes, until the client is closed. */
  async watch(path: string, onChange: (object: KubernetesObject) => void): Promise<void> {
    while (!this.#closed) {
      try {
        const response = await this.#send("GET", `${path}?watch=true`);
        response.socket.unref(); // a watch alone keeps no process running
        let text = "";
        for await (const chunk of response.setEncoding("utf8")) {
          const lines = (text + (chunk as string)).split("\n");
          text = lines.pop() ?? "";
          for (const line of lines) {
            const { type, object } = JSON.parse(line) as { type: string; object: KubernetesObject };
            if (type === "ADDED" || type === "MODIFIED") onChange(object);
          }
        }
      } catch {
        // the connection was lost
      }
      await sleep(100); // the server ends a watch now and then
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.#agent.destroy();
  }

  #send(method: string, path: string, body?: unknown, more: OutgoingHttpHeaders = {}): Promise<IncomingMessage> {
    const headers = { authorization: `Bearer ${this.token}`, "content-type": "application/json", ...more };
    return new Promise((resolve, reject) => {
      request(this.server + path, { method, agent: this.#agent, headers })
        .on("response", resolve)
        .on("error", reject)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  async #ask(method: string, path: string, body?: unknown, headers?: OutgoingHttpHeaders): Promise<unknown> {
    let response = await this.#send(method, path, body, headers);
    // It refuses requests for objects whose definition is new, until its cache has read them.
    for (let tries = 0; response.statusCode === 429 && tries < PATIENCE; tries++) {
      response.resume();
      await sleep(1000 * Number(response.headers["retry-after"] ?? 1));
      response = await this.#send(method, path, body, headers);
    }
    let text = "";
    for await (const chunk of response.setEncoding("utf8")) text += chunk as string;
    const status = response.statusCode ?? 0;
    if (status >= 400) throw new ApiError(status, `${method} ${path}: ${status} ${text}`);
    return text.startsWith("{") ? (JSON.parse(text) as unknown) : text;
  }
}

/** How often a request is repeated when the API server asks for that, each time after about a second. */
const PATIENCE = 30;

/** What the API server refused, with its HTTP status. */
class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
