import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { JupyterHubLoginArgs } from "../../../components";
import { HOST, HTTPS, hub, LOGINS, valuesOf, type Tree } from "./hub";

const OUTSIDE = { ingress: HTTPS, host: HOST };
const CALLBACK = { client_id: "the-client", client_secret: "the-client-secret", oauth_callback_url: "" };

const configOf = async (login: JupyterHubLoginArgs): Promise<Tree> => {
  const graph = await hub({ ...OUTSIDE, login });
  return valuesOf(graph)["hub"]?.["config"] as Tree;
};

const access = (allowed: string[], admins: string[], all = false) => ({
  allow_all: all,
  allow_existing_users: false,
  allowed_users: allowed,
  admin_users: admins,
});

describe("the login of JupyterHub", () => {
  const callback = { ...CALLBACK, oauth_callback_url: `https://${HOST}/hub/oauth_callback` };
  const rows: [block: keyof typeof LOGINS, authenticator: string, section: string, settings: object][] = [
    [
      "github",
      "github",
      "GitHubOAuthenticator",
      { ...access(["ada"], ["ada"]), ...callback, allowed_organizations: ["my-org"], scope: ["read:org"] },
    ],
    [
      "google",
      "google",
      "GoogleOAuthenticator",
      { ...access([], [], true), ...callback, hosted_domain: ["example.org"], strip_domain: false },
    ],
    [
      "azureAd",
      "azuread",
      "AzureAdOAuthenticator",
      {
        ...access(["ada@example.org"], []),
        ...callback,
        tenant_id: "11111111-2222-3333-4444-555555555555",
        username_claim: "upn",
        scope: ["openid", "profile", "email"],
      },
    ],
    [
      "oidc",
      "generic-oauth",
      "GenericOAuthenticator",
      {
        ...access([], []),
        ...callback,
        authorize_url: "https://login.example.org/auth",
        token_url: "https://login.example.org/token",
        userdata_url: "https://login.example.org/userinfo",
        username_claim: "preferred_username",
        scope: ["openid", "profile", "email"],
        login_service: "login.example.org",
        manage_groups: true,
        auth_state_groups_key: "oauth_user.groups",
        allowed_groups: ["notebooks"],
      },
    ],
    [
      "native",
      "native",
      "NativeAuthenticator",
      {
        ...access([], ["admin"], true),
        enable_signup: true,
        open_signup: false,
        minimum_password_length: 12,
        check_common_password: true,
        allowed_failed_logins: 5,
        seconds_before_next_try: 600,
      },
    ],
    ["dummy", "dummy", "DummyAuthenticator", access([], [], true)],
  ];
  for (const [block, authenticator, section, settings] of rows) {
    it(`${block} has exactly these settings`, async () => {
      const config = await configOf(LOGINS[block]);
      assert.deepEqual(config[section], settings);
      assert.equal(config["JupyterHub"]?.["authenticator_class"], authenticator);
      assert.deepEqual(Object.keys(config).sort(), ["CryptKeeper", section, "JupyterHub"].sort());
    });
  }

  it("sharedPassword generates both passwords, which the outputs show as secrets", async () => {
    const graph = await hub();
    const config = valuesOf(graph)["hub"]?.["config"]?.["SharedPasswordAuthenticator"] as unknown;
    const { user_password: user, admin_password: admin, ...rest } = config as Record<string, string>;
    assert.match(user ?? "", /^p[0-9a-f]{23}$/);
    assert.match(admin ?? "", /^p[0-9a-f]{47}$/);
    assert.deepEqual(rest, access([], ["admin"], true));
    assert.deepEqual(graph.outputs.secrets, ["adminPassword", "userPassword"]);
    assert.ok(!JSON.stringify(graph.resources).includes(user ?? "none"));
  });

  it("sharedPassword takes passwords of the caller, which are no outputs", async () => {
    const [userPassword, adminPassword] = ["password-of-users", "a password of administrators, 32+ characters"];
    const graph = await hub({
      login: { sharedPassword: { userPassword, adminPassword }, allowedUsers: ["Ada"], adminUsers: ["Grace"] },
    });
    assert.deepEqual(valuesOf(graph)["hub"]?.["config"]?.["SharedPasswordAuthenticator"], {
      ...access(["ada", "grace"], ["grace"]),
      user_password: userPassword,
      admin_password: adminPassword,
    });
    assert.equal(graph.outputs.values["userPassword"], undefined);
    assert.equal(graph.outputs.values["adminPassword"], undefined);
  });

  it("sharedPassword has no password of administrators without administrators", async () => {
    const { hub: own } = valuesOf(await hub({ login: { sharedPassword: {}, allowAll: true } }));
    assert.equal(own?.["config"]?.["SharedPasswordAuthenticator"]?.["admin_password"], undefined);
  });

  it("has code for names in lower case, for verified addresses and for the end of notebooks, and no other", async () => {
    const codes: Partial<Record<keyof typeof LOGINS, [key: string, text: RegExp]>> = {
      sharedPassword: ["lower-case-names", /normalize_username/],
      google: ["verified-addresses", /return user\["verified_email"\] and/],
    };
    for (const block of Object.keys(LOGINS) as (keyof typeof LOGINS)[]) {
      const graph = await hub({ ...OUTSIDE, login: LOGINS[block] });
      const code = valuesOf(graph)["hub"]?.["extraConfig"] as Record<string, string> | undefined;
      const [key, text] = codes[block] ?? [];
      const keys = [...(key === undefined ? [] : [key]), "zz-notebooks-end-with-hub"];
      assert.deepEqual(Object.keys(code ?? {}), keys, block);
      assert.match(code?.["zz-notebooks-end-with-hub"] ?? "", /^c\.KubeSpawner\.modify_pod_hook = /m);
      if (key !== undefined && text !== undefined) assert.match(code?.[key] ?? "", text);
    }
  });

  it("takes the rights of administrators from those who are no longer in the list", async () => {
    const roles = async (adminUsers: string[]) =>
      valuesOf(await hub({ login: { sharedPassword: {}, allowAll: true, adminUsers } }))["hub"]?.["loadRoles"];
    assert.deepEqual(await roles(["Ada"]), { admin: { users: ["ada"] } });
    assert.deepEqual(await roles([]), { admin: { users: [] } });
  });

  const CLIENT = { clientId: "the-client", clientSecret: "the-client-secret" };
  const options: [what: string, login: JupyterHubLoginArgs, section: string, key: string, value: unknown][] = [
    [
      "github.serverUrl",
      { github: { ...CLIENT, serverUrl: "https://github.example.org/" }, allowAll: true },
      "GitHubOAuthenticator",
      "github_url",
      "https://github.example.org",
    ],
    [
      "native.minimumPasswordLength",
      { native: { minimumPasswordLength: 20 }, allowedUsers: ["ada"] },
      "NativeAuthenticator",
      "minimum_password_length",
      20,
    ],
    [
      "azureAd.usernameClaim",
      { azureAd: { ...LOGINS.azureAd.azureAd, usernameClaim: "oid" }, allowAll: true },
      "AzureAdOAuthenticator",
      "username_claim",
      "oid",
    ],
    [
      "azureAd.allowedGroups",
      { azureAd: { ...LOGINS.azureAd.azureAd, allowedGroups: ["a-group"] } },
      "AzureAdOAuthenticator",
      "allowed_groups",
      ["a-group"],
    ],
    [
      "oidc.usernameClaim",
      { oidc: { ...LOGINS.oidc.oidc, usernameClaim: "sub" } },
      "GenericOAuthenticator",
      "username_claim",
      "sub",
    ],
    [
      "oidc.scopes",
      { oidc: { ...LOGINS.oidc.oidc, scopes: ["openid"] } },
      "GenericOAuthenticator",
      "scope",
      ["openid"],
    ],
    [
      "oidc.groupsClaim",
      { oidc: { ...LOGINS.oidc.oidc, groupsClaim: "roles" } },
      "GenericOAuthenticator",
      "auth_state_groups_key",
      "oauth_user.roles",
    ],
    [
      "oidc.displayName",
      { oidc: { ...LOGINS.oidc.oidc, displayName: "Example" } },
      "GenericOAuthenticator",
      "login_service",
      "Example",
    ],
    [
      "dummy.password",
      { dummy: { password: "one for all" }, insecureAllowAnyone: true },
      "DummyAuthenticator",
      "password",
      "one for all",
    ],
  ];
  for (const [what, login, section, key, value] of options) {
    it(`${what} is ${key}`, async () => {
      assert.deepEqual((await configOf(login))[section]?.[key], value);
    });
  }

  /** Each login with its secrets, which are made by `secret`. */
  const withSecrets = (secret: (text: string) => pulumi.Input<string>): Record<string, JupyterHubLoginArgs> => {
    const clientSecret = secret("MARKER-client");
    const passwords = {
      userPassword: secret("MARKER-password-of-users"),
      adminPassword: secret("MARKER-password-of-administrators-32"),
    };
    return {
      sharedPassword: { ...LOGINS.sharedPassword, sharedPassword: passwords },
      github: { ...LOGINS.github, github: { ...LOGINS.github.github, clientSecret } },
      google: { ...LOGINS.google, google: { ...LOGINS.google.google, clientSecret } },
      azureAd: { ...LOGINS.azureAd, azureAd: { ...LOGINS.azureAd.azureAd, clientSecret } },
      oidc: { ...LOGINS.oidc, oidc: { ...LOGINS.oidc.oidc, clientSecret } },
      dummy: { ...LOGINS.dummy, dummy: { password: secret("MARKER-password") } },
    };
  };
  const forms: Record<string, (text: string) => pulumi.Input<string>> = {
    "plain text": (text) => text,
    "a secret": (text) => pulumi.secret(text),
    "an output that is known late and not marked": (text) => pulumi.output(Promise.resolve(text)),
  };
  for (const [form, secret] of Object.entries(forms)) {
    it(`has its secrets in no state, output or message, if they are ${form}`, async () => {
      for (const [block, login] of Object.entries(withSecrets(secret))) {
        const graph = await hub({ ...OUTSIDE, login });
        const inHub = JSON.stringify(valuesOf(graph)["hub"]?.["config"]).match(/MARKER/g) ?? [];
        assert.equal(inHub.length, block === "sharedPassword" ? 2 : 1, block);
        const seen = JSON.stringify([graph.resources, graph.outputs.values, graph.log]);
        assert.doesNotMatch(seen, /MARKER/, block);
        // Neither do notebooks have it, which show their environment to their users.
        assert.doesNotMatch(JSON.stringify(valuesOf(graph)["singleuser"]), /MARKER/, block);
      }
    });
  }

  it("warns of everything that lets in others than it seems", async () => {
    const warnings = async (login: JupyterHubLoginArgs) =>
      (await hub({ ...OUTSIDE, login })).log
        .filter(({ message }) => message.startsWith('JupyterHub "hub": '))
        .map(({ message }) => message)
        .join("\n");
    assert.match(await warnings(LOGINS.dummy), /can log in with every name/);
    assert.match(
      await warnings(LOGINS.native),
      /^JupyterHub "\w+": Whoever signs up first as admin has that account\./,
    );
    assert.equal(await warnings(LOGINS.github), "");
  });
});
