import { Browser, type Answer } from "./browser";
import type { Hub } from "./hub";

/** Host at which browsers reach the hub, through a gateway that ends TLS. */
export const HOST = "jupyterhub.example.test";

/** The hub's URL for browsers. */
export const HUB_URL = `https://${HOST}`;

/** Somebody with a browser. */
export class Visitor {
  readonly browser: Browser;

  /** @param url the hub's URL in the browser */
  constructor(
    hub: Hub,
    readonly url: string = HUB_URL,
  ) {
    this.browser = new Browser({ [new URL(url).hostname]: hub.port });
  }

  /** Sends the form of the login page. */
  async logIn(username: string, password: string): Promise<Answer> {
    await this.browser.get(`${this.url}/hub/login`);
    return this.submit("/hub/login", { username, password });
  }

  /** Chooses to log in at the identity provider, and comes back with its answer. */
  logInAtProvider(): Promise<Answer> {
    // The last answer is the hub's to the code: it redirects to the notebook, or says no.
    const isOnTheWay = (next: URL) => !next.pathname.startsWith("/hub/") || next.pathname === "/hub/oauth_callback";
    return this.browser.follow(`${this.url}/hub/oauth_login`, isOnTheWay);
  }

  /** Sends a form of the hub, with the token that pages carry against foreign forms. */
  submit(path: string, form: Readonly<Record<string, string>>): Promise<Answer> {
    return this.browser.post(`${this.url}${path}?_xsrf=${this.#xsrf()}`, form);
  }

  /** Who the hub says the visitor is; nothing for one who is not logged in. */
  async user(): Promise<{ readonly name: string; readonly admin: boolean } | undefined> {
    const { status, body } = await this.browser.get(`${this.url}/hub/api/user`);
    if (status !== 200) return undefined;
    const { name, admin } = JSON.parse(body) as { name: string; admin: boolean };
    return { name, admin };
  }

  #xsrf(): string {
    const token = this.browser.cookies(new URL(this.url).host).find(({ name }) => name === "_xsrf");
    return encodeURIComponent(token?.value ?? "");
  }
}
