import { request, type IncomingHttpHeaders } from "node:http";

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Where it was asked. */
  readonly url: URL;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly secure: boolean;
}

/**
 * A browser with cookies, which keeps them as RFC 6265 says: by host, path and `Secure`. It reaches a public host through a
 * gateway that ends TLS and passes each request on to a port of loopback, with the headers that Envoy and nginx add.
 */
export class Browser {
  readonly #cookies = new Map<string, Cookie[]>();

  /** @param gateway which port of loopback is behind a public host */
  constructor(readonly gateway: Readonly<Record<string, number>> = {}) {}

  /** Opens a page. A redirect is not followed. */
  get(url: string | URL): Promise<Answer> {
    return this.#send("GET", new URL(url));
  }

  /** Sends a form. */
  post(url: string | URL, form: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#send("POST", new URL(url), new URLSearchParams(form).toString());
  }

  /** Opens a page, and then where each answer redirects to, as long as `goOn` says so. */
  async follow(url: string | URL, goOn: (next: URL) => boolean): Promise<Answer> {
    let answer = await this.get(url);
    for (;;) {
      const { location } = answer.headers;
      const next = location === undefined ? undefined : new URL(location, answer.url);
      if (next === undefined || !goOn(next)) return answer;
      answer = await this.get(next);
    }
  }

  /** The cookies of a host. */
  cookies(host: string): readonly Cookie[] {
    return this.#cookies.get(host) ?? [];
  }

  async #send(method: string, url: URL, body?: string): Promise<Answer> {
    const port = this.gateway[url.hostname];
    const [host, through] = port === undefined ? [url.hostname, url.port] : ["127.0.0.1", String(port)];
    const cookies = this.cookies(url.host)
      .filter(({ path, secure }) => url.pathname.startsWith(path) && (!secure || url.protocol === "https:"))
      .map(({ name, value }) => `${name}=${value}`);
    const headers = {
      host: url.host,
      ...(cookies.length > 0 ? { cookie: cookies.join("; ") } : {}),
      ...(port === undefined ? {} : { "x-forwarded-proto": url.protocol.slice(0, -1), "x-forwarded-for": "192.0.2.1" }),
      ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded", origin: url.origin }),
    };
    const path = url.pathname + url.search;
    const answer = await new Promise<Answer>((resolve, reject) => {
      request({ host, port: through, method, path, headers, agent: false }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("error", reject).on("end", () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, url });
        });
      })
        .on("error", reject)
        .end(body);
    });
    for (const line of answer.headers["set-cookie"] ?? []) this.#keep(url, line);
    return answer;
  }

  #keep({ host, pathname }: URL, line: string): void {
    const [pair = "", ...rest] = line.split(";").map((part) => part.trim());
    const attributes = new Map(rest.map((part) => [part.split("=")[0]?.toLowerCase(), part.split("=")[1] ?? ""]));
    const name = pair.slice(0, pair.indexOf("="));
    const path = attributes.get("path") ?? pathname.slice(0, Math.max(1, pathname.lastIndexOf("/")));
    const others = this.cookies(host).filter((cookie) => cookie.name !== name || cookie.path !== path);
    const isGone = Date.parse(attributes.get("expires") ?? "") < Date.now();
    const cookie = { name, value: pair.slice(pair.indexOf("=") + 1), path, secure: attributes.has("secure") };
    this.#cookies.set(host, isGone ? others : [...others, cookie]);
  }
}
