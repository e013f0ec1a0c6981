import assert from "node:assert/strict";
import { hubPython, startHub, type Hub } from "./hub";
import { hubValues, passwordsOf, without } from "./hub-values";
import { HOST, Visitor } from "./visitor";

/** Logs a new visitor in, and returns who the hub then says they are. */
async function loggedIn(hub: Hub, username: string, password: string) {
  const visitor = new Visitor(hub);
  const { status } = await visitor.logIn(username, password);
  const user = await visitor.user();
  assert.equal(status === 302, user !== undefined, `the login page answered ${status}`);
  return user;
}

/** Names of all cookies that a login leaves, and whether browsers send them by HTTPS only. */
async function cookiesOf(visitor: Visitor, username: string, password: string) {
  assert.equal((await visitor.logIn(username, password)).status, 302);
  assert.notEqual(await visitor.user(), undefined);
  return Object.fromEntries(visitor.browser.cookies(HOST).map(({ name, secure }) => [name, secure]));
}

const cookies = (secure: boolean) => ({
  _xsrf: secure,
  "jupyterhub-hub-login": secure,
  "jupyterhub-session-id": secure,
});

describe("a real JupyterHub with passwords", function () {
  let hub: Hub;
  before(async function () {
    this.timeout(20 * 60_000); // a cold cache
    await hubPython();
  });
  afterEach(() => hub.stop());

  it("shares a password among users and another one among administrators", async () => {
    const values = await hubValues({ sharedPassword: {}, allowedUsers: ["ada"], adminUsers: ["Root"] });
    const { user, admin } = passwordsOf(values);
    hub = await startHub({ values });
    assert.deepEqual(await loggedIn(hub, "ada", user), { name: "ada", admin: false });
    assert.deepEqual(await loggedIn(hub, "root", admin), { name: "root", admin: true });
    for (const [username, password] of [
      ["ada", admin],
      ["ada", "another password"],
      ["eve", user],
      ["eve", admin],
      ["root", user],
      ["Root", user],
      ["admin", "admin"],
    ] as const) {
      assert.equal(await loggedIn(hub, username, password), undefined, `${username} with ${password}`);
    }

    // They are known to the hub, and are no longer in the inputs.
    await hub.restart(await hubValues({ sharedPassword: {}, allowedUsers: ["root", "eve"] }));
    assert.equal(await loggedIn(hub, "ada", user), undefined);
    assert.deepEqual(await loggedIn(hub, "root", user), { name: "root", admin: false });
  });

  it("marks all cookies as Secure and sends HSTS behind an ingress with HTTPS, which the chart alone would not", async () => {
    const values = await hubValues({ sharedPassword: {}, allowAll: true, adminUsers: ["root"] });
    const { user } = passwordsOf(values);
    hub = await startHub({ values });
    assert.deepEqual(await cookiesOf(new Visitor(hub), "ada", user), cookies(true));
    const { headers } = await new Visitor(hub).browser.get(`https://${HOST}/hub/login`);
    assert.equal(headers["strict-transport-security"], "max-age=15724800");
    assert.match(String(headers["content-security-policy"]), /frame-ancestors/); // the hub's own headers are still there
    await hub.stop();

    const added = ["hub.config.JupyterHub.tornado_settings", "proxy.chp.extraCommandLineFlags", "hub.extraConfig"];
    hub = await startHub({ values: without(values, added) });
    assert.deepEqual(await cookiesOf(new Visitor(hub), "ada", user), cookies(false));
    // Without our code, users take the account of an administrator.
    assert.equal((await loggedIn(hub, "Root", user))?.name, "root");
  });

  it("marks no cookie as Secure without HTTPS, or browsers would not send it back; answers below a path", async () => {
    const values = await hubValues(
      { sharedPassword: {}, allowAll: true },
      { kubernetesIngress: {}, basePath: "/jupyter" },
    );
    hub = await startHub({ values });
    const visitor = new Visitor(hub, `http://${HOST}/jupyter`);
    assert.deepEqual(await cookiesOf(visitor, "ada", passwordsOf(values).user), cookies(false));
    const { headers } = await visitor.browser.get(`${visitor.url}/hub/login`);
    assert.equal(headers["strict-transport-security"], undefined);
  });

  it("lets users sign up, and in when an administrator has approved them", async () => {
    hub = await startHub({ values: await hubValues({ native: {}, allowAll: true, adminUsers: ["root"] }) });
    const passwords = { root: "root's own password", ada: "ada's own password" };
    const signUp = async (username: string, password: string) => {
      const visitor = new Visitor(hub);
      await visitor.browser.get(`${visitor.url}/hub/signup`);
      const twice = { signup_password: password, signup_password_confirmation: password };
      await visitor.submit("/hub/signup", { username, ...twice });
      return loggedIn(hub, username, password);
    };
    const approveAda = async (as: keyof typeof passwords) => {
      const visitor = new Visitor(hub);
      await visitor.logIn(as, passwords[as]);
      await visitor.browser.get(`${visitor.url}/hub/authorize/ada`);
      return loggedIn(hub, "ada", passwords.ada);
    };
    assert.equal(await loggedIn(hub, "root", "admin"), undefined);
    assert.deepEqual(await signUp("root", passwords.root), { name: "root", admin: true });
    assert.equal(await signUp("ada", passwords.ada), undefined);
    assert.equal(await approveAda("ada"), undefined);
    assert.deepEqual(await approveAda("root"), { name: "ada", admin: false });
    // Nobody takes a name that somebody has, or a password that is short or in every list.
    assert.equal(await signUp("root", "another password"), undefined);
    assert.equal(await signUp("eve", "elevenchars"), undefined);
    assert.equal(await signUp("eve", "administrator"), undefined);
  });

  it("lets in those who sign up with a name of the inputs, and nobody else, whatever an administrator approves", async () => {
    hub = await startHub({ values: await hubValues({ native: {}, allowedUsers: ["Ada"], adminUsers: ["root"] }) });
    const password = "a password of their own";
    const signUp = async (username: string) => {
      const visitor = new Visitor(hub);
      await visitor.browser.get(`${visitor.url}/hub/signup`);
      const twice = { signup_password: password, signup_password_confirmation: password };
      await visitor.submit("/hub/signup", { username, ...twice });
      return loggedIn(hub, username, password);
    };
    assert.deepEqual(await signUp("ada"), { name: "ada", admin: false });
    assert.deepEqual(await signUp("root"), { name: "root", admin: true });
    assert.equal(await signUp("bob"), undefined);
    const visitor = new Visitor(hub);
    await visitor.logIn("root", password);
    await visitor.browser.get(`${visitor.url}/hub/authorize/bob`);
    assert.equal(await loggedIn(hub, "bob", password), undefined);
    // Why such names are refused.
    for (const username of ["ada lovelace", "lovelace,ada"]) assert.equal(await signUp(username), undefined);
  });

  it("lets everybody in as everybody with the dummy login, as the quickstart does", async () => {
    const login = { dummy: {}, insecureAllowAnyone: true };
    hub = await startHub({ values: await hubValues({ ...login, adminUsers: ["admin"] }) });
    assert.deepEqual(await loggedIn(hub, "admin", "admin"), { name: "admin", admin: true });
    assert.deepEqual(await loggedIn(hub, "ada", "anything"), { name: "ada", admin: false });

    // An administrator who is removed from the inputs is none any more, although the hub knows better.
    await hub.restart(await hubValues({ ...login, dummy: { password: "one password" } }));
    assert.equal(await loggedIn(hub, "ada", "anything"), undefined);
    assert.deepEqual(await loggedIn(hub, "admin", "one password"), { name: "admin", admin: false });
  });
});
