import assert from "node:assert/strict";
import type { JupyterHubLoginArgs } from "../../../components";
import { hubPython, startHub, type Hub } from "./hub";
import { CLIENT, hubValues, withSettings } from "./hub-values";
import { startLoginServer, type Account, type LoginServer, type Provider } from "./login-server";
import { azureAd, github, google, oidc } from "./providers";
import { Visitor } from "./visitor";

const TENANT = "00000000-0000-4000-8000-00000000000a";
const client = { clientId: CLIENT.id, clientSecret: CLIENT.secret };

describe("a real JupyterHub with an identity provider", function () {
  let hub: Hub;
  let server: LoginServer;
  before(async function () {
    this.timeout(20 * 60_000); // a cold cache
    await hubPython();
  });
  afterEach(async () => {
    server.stop();
    await hub.stop();
  });

  /**
   * Starts a provider and a hub that logs in there.
   * @param moved settings that lead to the provider, for a class whose URLs cannot be given
   */
  async function start(
    provider: Provider,
    login: (url: string) => JupyterHubLoginArgs,
    moved?: { section: string; settings: (url: string) => Record<string, string> },
  ): Promise<void> {
    server = await startLoginServer(provider, CLIENT, { name: "nobody" });
    const values = await hubValues(login(server.url));
    hub = await startHub({
      values: moved === undefined ? values : withSettings(values, moved.section, moved.settings(server.url)),
    });
  }

  /** Logs in with an account, and returns who the hub then says the visitor is, or the status of its answer. */
  async function loggedIn(account: Account) {
    server.account = account;
    const visitor = new Visitor(hub);
    const { status } = await visitor.logInAtProvider();
    const user = await visitor.user();
    if (user === undefined) return status;
    assert.equal(status, 302);
    assert.deepEqual(
      visitor.browser.cookies(new URL(visitor.url).host).filter(({ secure }) => !secure),
      [],
    );
    return user;
  }

  /** The form of the dummy login, with which nobody may get in. */
  async function assertNoForm(): Promise<void> {
    const visitor = new Visitor(hub);
    await visitor.logIn("admin", "admin");
    assert.equal(await visitor.user(), undefined);
  }

  it("GitHub: members of an organisation, public or not, users by name, administrators", async () => {
    await start(github, (serverUrl) => ({
      github: { ...client, serverUrl, organizations: ["my-org"] },
      allowedUsers: ["Ada"],
      adminUsers: ["root"],
    }));
    for (const [name, membership] of [
      ["Grace", "public"],
      ["Joan", "private"],
    ] as const) {
      const user = { name: name.toLowerCase(), admin: false };
      assert.deepEqual(await loggedIn({ name, organizations: { "my-org": membership } }), user);
    }
    assert.deepEqual(await loggedIn({ name: "Ada" }), { name: "ada", admin: false });
    assert.deepEqual(await loggedIn({ name: "root" }), { name: "root", admin: true });
    assert.equal(await loggedIn({ name: "eve", organizations: { "another-org": "public" } }), 403);
    await assertNoForm();
  });

  it("Google: accounts of a domain, by their whole address", async () => {
    await start(
      google,
      () => ({
        google: { ...client, hostedDomains: ["example.org"] },
        allowAll: true,
        adminUsers: ["root@example.org"],
      }),
      {
        section: "GoogleOAuthenticator",
        settings: (url) => ({ authorize_url: `${url}${google.authorizePath}`, google_api_url: url }),
      },
    );
    const hostedDomain = "example.org";
    assert.deepEqual(await loggedIn({ name: "Ada@example.org", hostedDomain }), {
      name: "ada@example.org",
      admin: false,
    });
    assert.deepEqual(await loggedIn({ name: "root@example.org", hostedDomain }), {
      name: "root@example.org",
      admin: true,
    });
    assert.equal(await loggedIn({ name: "eve@example.com", hostedDomain: "example.com" }), 403);
    assert.equal(await loggedIn({ name: "root@example.org" }), 403); // no account of Google Workspace
    assert.equal(await loggedIn({ name: "ada@example.org", hostedDomain, isVerified: false }), 403);
    await assertNoForm();
  });

  it("Microsoft Entra ID: accounts of one tenant and members of a group, by their principal name", async () => {
    await start(
      azureAd(TENANT),
      () => ({
        azureAd: { ...client, tenantId: TENANT, allowedGroups: ["group-id"] },
        allowedUsers: ["ada@example.org"],
        adminUsers: ["root@example.org"],
      }),
      { section: "AzureAdOAuthenticator", settings: (url) => ({ graph_url: url }) },
    );
    const account = (name: string) => ({ name: `${name}@example.org`, tenant: TENANT, groups: [] });
    assert.deepEqual(await loggedIn(account("Ada")), { name: "ada@example.org", admin: false });
    assert.deepEqual(await loggedIn(account("root")), { name: "root@example.org", admin: true });
    const member = { ...account("grace"), groups: ["group-id"] };
    assert.deepEqual(await loggedIn(member), { name: "grace@example.org", admin: false });
    assert.equal(await loggedIn({ ...account("eve"), groups: ["another-id"] }), 403);
    const stranger = { ...account("root"), tenant: "00000000-0000-4000-8000-00000000000b" };
    assert.equal(await loggedIn(stranger), 400); // at the provider
    await assertNoForm();
  });

  it("OpenID Connect: members of a group, users by name, administrators", async () => {
    const provider = (url: string) => ({
      ...client,
      authorizeUrl: `${url}/authorize`,
      tokenUrl: `${url}/token`,
      userdataUrl: `${url}/userinfo`,
    });
    await start(oidc, (url) => ({
      oidc: { ...provider(url), allowedGroups: ["data science"] },
      allowedUsers: ["ada"],
      adminUsers: ["root"],
    }));
    assert.deepEqual(await loggedIn({ name: "ada" }), { name: "ada", admin: false });
    assert.deepEqual(await loggedIn({ name: "root", groups: [] }), { name: "root", admin: true });
    assert.deepEqual(await loggedIn({ name: "grace", groups: ["data science"] }), { name: "grace", admin: false });
    assert.equal(await loggedIn({ name: "eve", groups: ["data"] }), 403);
    await assertNoForm();

    // Who was removed from the inputs is known to the hub.
    await hub.restart(await hubValues({ oidc: provider(server.url), allowedUsers: ["root"] }));
    assert.equal(await loggedIn({ name: "ada" }), 403);
    assert.deepEqual(await loggedIn({ name: "root" }), { name: "root", admin: false });
  });
});
