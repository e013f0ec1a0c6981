import { readFileSync } from "node:fs";
import { request } from "node:https";

/** How the host reaches the test's API server as admin. */
export interface Admin {
  readonly host: string;
  readonly port: number;
  readonly ca: string;
  readonly key: string;
  readonly token: string;
}

export const admin = JSON.parse(readFileSync("/run/host/shared/admin.json", "utf8")) as Admin;

/** An answer: its status, and its body if that is JSON. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** Sends a request to the test's API server. */
export const api = (method: string, path: string, body?: unknown): Promise<Answer> =>
  send(`https://${admin.host}:${String(admin.port)}${path}`, method, body, {
    authorization: `Bearer ${admin.token}`,
    "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
  });

/** Sends a request to a server with the test's certificate. */
export function send(
  url: string,
  method: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, ca: admin.ca, checkServerIdentity: () => undefined }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        const isJson = text.startsWith("{");
        resolve({ status: response.statusCode ?? 0, text, body: isJson ? (JSON.parse(text) as Answer["body"]) : {} });
      });
    });
    sent.setTimeout(5000, () => sent.destroy(new Error("no answer")));
    sent.on("error", reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}
