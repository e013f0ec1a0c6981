import assert from "node:assert/strict";
import { CLIENT } from "./hub-values";
import { startLoginServer, type Account, type LoginServer } from "./login-server";
import { azureAd, github, google, oidc } from "./providers";

const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"; // with this verifier, the example of RFC 7636, appendix B
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

describe("the stand-in for identity providers", () => {
  let server: LoginServer;
  afterEach(() => server.stop());
  const ada: Account = { name: "ada", organizations: { "my-org": "private" }, groups: ["a"] };

  const authorize = (path: string, changes: Record<string, string> = {}) => {
    const query = {
      client_id: CLIENT.id,
      redirect_uri: CLIENT.redirectUri,
      response_type: "code",
      state: "the state",
      code_challenge: CHALLENGE,
      code_challenge_method: "S256",
      ...changes,
    };
    return fetch(`${server.url}${path}?${new URLSearchParams(query).toString()}`, { redirect: "manual" });
  };
  const codeFrom = async (path: string, changes?: Record<string, string>) => {
    const { status, headers } = await authorize(path, changes);
    assert.equal(status, 302);
    const back = new URL(headers.get("location") ?? "");
    assert.equal(back.origin + back.pathname, CLIENT.redirectUri);
    assert.equal(back.searchParams.get("state"), "the state");
    return back.searchParams.get("code") ?? "";
  };
  const exchange = async (path: string, code: string, changes: Record<string, string> = {}) => {
    const form = {
      grant_type: "authorization_code",
      code,
      redirect_uri: CLIENT.redirectUri,
      code_verifier: VERIFIER,
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      ...changes,
    };
    const response = await fetch(server.url + path, { method: "POST", body: new URLSearchParams(form) });
    return { status: response.status, ...((await response.json()) as { access_token?: string; error?: string }) };
  };
  const ask = (path: string, token = "") =>
    fetch(server.url + path, { headers: { authorization: `Bearer ${token}` }, redirect: "manual" });

  it("sends nobody anywhere for an unknown client or another redirect URI", async () => {
    server = await startLoginServer(oidc, CLIENT, ada);
    for (const changes of [
      { client_id: "another" },
      { redirect_uri: CLIENT.redirectUri.replace("https:", "http:") },
      { redirect_uri: `${CLIENT.redirectUri}/` },
      { response_type: "token" },
      { code_challenge_method: "plain" },
    ] as Record<string, string>[]) {
      assert.equal((await authorize("/authorize", changes)).status, 400, JSON.stringify(changes));
    }
  });

  it("gives a token for a code once, to the client with its secret, its URI and its verifier", async () => {
    server = await startLoginServer(oidc, CLIENT, ada);
    for (const [changes, error] of [
      [{ client_secret: "another" }, "invalid_client"],
      [{ redirect_uri: "https://example.org/" }, "invalid_grant"],
      [{ code_verifier: `${VERIFIER}x` }, "invalid_grant"],
      [{ code: "another" }, "invalid_grant"],
      [{ grant_type: "password" }, "unsupported_grant_type"],
    ] as const) {
      const refused = await exchange("/token", await codeFrom("/authorize"), changes);
      assert.deepEqual(refused, { status: error === "invalid_client" ? 401 : 400, error });
    }
    const code = await codeFrom("/authorize", { scope: "openid" });
    const { access_token } = await exchange("/token", code);
    assert.deepEqual(await (await ask("/userinfo", access_token)).json(), { sub: "1", groups: ["a"] }); // no scope profile
    assert.equal((await exchange("/token", code)).error, "invalid_grant");
    assert.equal((await ask("/userinfo", "another")).status, 401);
  });

  it("tells an app of GitHub of a private membership only with the scope for it", async () => {
    server = await startLoginServer(github, CLIENT, ada);
    const members = "/api/v3/orgs/my-org/members/ada";
    const grant = async (scope: string) => {
      const code = await codeFrom(github.authorizePath, { scope });
      return (await exchange(github.tokenPath, code)).access_token;
    };
    assert.equal((await ask(members, await grant("read:org"))).status, 204);
    const { status, headers } = await ask(members, await grant("user"));
    assert.deepEqual([status, headers.get("location")], [302, "/api/v3/orgs/my-org/public_members/ada"]);
    assert.equal((await ask("/api/v3/orgs/my-org/public_members/ada", await grant("user"))).status, 404);
    assert.equal((await exchange(github.tokenPath, "used")).status, 200); // GitHub's errors are no errors of HTTP
  });

  it("gives an address of Google only with the scope for it, and knows one tenant of Microsoft Entra ID", async () => {
    server = await startLoginServer(google, CLIENT, ada);
    const { access_token } = await exchange(
      google.tokenPath,
      await codeFrom(google.authorizePath, { scope: "openid" }),
    );
    assert.deepEqual(await (await ask("/oauth2/v1/userinfo", access_token)).json(), { id: "1" });
    server.stop();
    const provider = azureAd("a-tenant");
    server = await startLoginServer(provider, CLIENT, { ...ada, tenant: "another-tenant" });
    assert.equal((await authorize(provider.authorizePath)).status, 400);
  });
});
