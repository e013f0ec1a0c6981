import type { Grant, Provider, Reply, TokenError } from "./login-server";

/** As RFC 6749 says in section 5.2. */
const refusal = (error: TokenError): Reply => ({ status: error === "invalid_client" ? 401 : 400, json: { error } });

/**
 * GitHub Enterprise Server, whose paths differ from those of github.com (docs.github.com: "Authorizing OAuth apps" of Enterprise Server).
 * Wrong requests for a token are answered with 200 and an error ("Troubleshooting OAuth app access token request errors").
 */
export const github: Provider = {
  authorizePath: "/login/oauth/authorize",
  tokenPath: "/login/oauth/access_token",
  refusal: (error) => ({ status: 200, json: { error, error_description: `The request is refused: ${error}.` } }),
  extra: ({ scopes }) => ({ scope: scopes.join(",") }),
  resource(path, { account, scopes }) {
    if (path === "/api/v3/user") return { status: 200, json: { login: account.name, id: 1, email: null } };
    const [, organization = "", list, user] =
      /^\/api\/v3\/orgs\/([^/]+)\/(members|public_members)\/([^/]+)$/.exec(path) ?? [];
    const membership = user === account.name.toLowerCase() ? account.organizations?.[organization] : undefined;
    // An app without this scope is no member itself, and is sent to the public list (docs: "Check organization membership for a user").
    if (list === "members" && !scopes.includes("read:org")) {
      return { status: 302, location: `/api/v3/orgs/${organization}/public_members/${user ?? ""}` };
    }
    const isListed = list === "members" ? membership !== undefined : membership === "public";
    return isListed ? { status: 204 } : undefined;
  },
};

/** Google (accounts.google.com/.well-known/openid-configuration; the older user info endpoint that oauthenticator asks). */
export const google: Provider = {
  authorizePath: "/o/oauth2/v2/auth",
  tokenPath: "/oauth2/v4/token",
  refusal,
  extra: ({ scopes }) => ({ scope: scopes.join(" ") }),
  resource(path, { account, scopes }) {
    if (path !== "/oauth2/v1/userinfo") return undefined;
    const { name, hostedDomain, isVerified = true } = account;
    const email = scopes.includes("email") ? { email: name, verified_email: isVerified } : {};
    return { status: 200, json: { id: "1", ...email, ...(hostedDomain === undefined ? {} : { hd: hostedDomain }) } };
  },
};

/** One tenant of Microsoft Entra ID, endpoints of version 1 (learn.microsoft.com: "ID token claims reference"). */
export const azureAd = (tenant: string): Provider => ({
  authorizePath: `/${tenant}/oauth2/authorize`,
  tokenPath: `/${tenant}/oauth2/token`,
  refuses: (account) =>
    account.tenant === tenant ? undefined : "AADSTS50020: the account does not exist in the tenant of the application",
  refusal,
  extra: ({ account: { name, groups } }, { id }, sign) => ({
    id_token: sign({
      aud: id,
      iss: `https://sts.windows.net/${tenant}/`,
      iat: Math.floor(Date.now() / 1000),
      exp: Math.floor(Date.now() / 1000) + 3600,
      tid: tenant,
      upn: name,
      unique_name: name,
      name: "A Display Name",
      groups,
    }),
  }),
  resource: () => undefined,
});

/** A provider of OpenID Connect, whose user info depends on the scopes (OpenID Connect Core 1.0, section 5.4). */
export const oidc: Provider = {
  authorizePath: "/authorize",
  tokenPath: "/token",
  refusal,
  extra: ({ scopes }: Grant) => ({ scope: scopes.join(" ") }),
  resource(path, { account: { name, groups }, scopes }) {
    if (path !== "/userinfo" || !scopes.includes("openid")) return undefined;
    return {
      status: 200,
      json: { sub: "1", ...(scopes.includes("profile") ? { preferred_username: name } : {}), groups },
    };
  },
};
