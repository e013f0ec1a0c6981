import { request, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { connected } from "./connection";
import { endpointOf, type Endpoint, type RequestContext } from "./endpoint";

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** The first 64 KiB. */
  readonly body: string;
}

/** What is asked. */
export interface Question {
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How to reach the host of a URL. */
export type Way = Pick<Endpoint, "via" | "tls">;

/** Sends a request and reads the answer, whatever its status. It follows no redirect. */
export function ask(url: string, way: Way, question: Question, context: RequestContext): Promise<Answer> {
  const end = endpointOf(url);
  const to = { ...end, via: way.via, ...(end.tls === undefined ? {} : { tls: { ...end.tls, ...way.tls } }) };
  return connected(to, { protocols: ["http/1.1"] }, context, (socket, signal) =>
    exchange(socket, url, question, signal),
  );
}

function exchange(
  socket: Socket,
  url: string,
  { method = "GET", headers = {}, body }: Question,
  signal: AbortSignal,
): Promise<Answer> {
  const { host, pathname, search } = new URL(url);
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request({
      createConnection: () => socket,
      method,
      path: `${pathname}${search}`,
      headers: { host, connection: "close", "user-agent": "mlplatform-verify", ...length, ...headers },
      signal,
    });
    sent.once("error", (error) => {
      reject(signal.aborted ? (signal.reason as Error) : error);
    });
    sent.once("response", (response) => {
      textOf(response).then(
        (text) => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        },
        (error: unknown) => {
          reject(signal.aborted ? (signal.reason as Error) : (error as Error));
        },
      );
    });
    sent.end(body);
  });
}

const LIMIT = 64 * 1024;

async function textOf(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of response.setEncoding("utf8")) {
    text += part as string;
    if (text.length >= LIMIT) break;
  }
  return text.slice(0, LIMIT);
}
