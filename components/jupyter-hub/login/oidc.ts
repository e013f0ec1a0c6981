import { checked, checkedEach } from "../../shared/checks";
import { problemIf } from "../../shared/invalid-args";
import { given } from "../../shared/values";
import type { JupyterHubOidcArgs } from "../login-args";
import type { LoginMethod } from "./method";
import { clientProblems, clientSettings, groupSettings, OAUTH, providerUrl, usernameClaim, word } from "./oauth";

export const oidc = (args: JupyterHubOidcArgs): LoginMethod => ({
  ...OAUTH,
  block: "oidc",
  authenticator: "generic-oauth",
  section: "GenericOAuthenticator",
  settings: (parts) =>
    given({
      ...clientSettings(args, parts),
      authorize_url: args.authorizeUrl,
      token_url: args.tokenUrl,
      userdata_url: args.userdataUrl,
      username_claim: args.usernameClaim ?? "preferred_username",
      scope: [...(args.scopes ?? ["openid", "profile", "email"])],
      login_service: args.displayName ?? new URL(args.authorizeUrl).host,
      ...groupSettings(args.allowedGroups, `oauth_user.${args.groupsClaim ?? "groups"}`),
    }),
  allows: { "login.oidc.allowedGroups": args.allowedGroups },
  fieldProblems: () => [
    ...clientProblems("login.oidc", args),
    ...(["authorizeUrl", "tokenUrl", "userdataUrl"] as const).flatMap((input) =>
      checked(`login.oidc.${input}`, args[input], providerUrl),
    ),
    ...checked("login.oidc.usernameClaim", args.usernameClaim, usernameClaim("preferred_username or sub")),
    ...checked("login.oidc.groupsClaim", args.groupsClaim, word),
    ...checked("login.oidc.displayName", args.displayName, (value) =>
      /^[^\p{C}]{1,63}$/u.test(value) ? undefined : "is not a name of 1 to 63 characters on one line",
    ),
    ...checkedEach("login.oidc.scopes", args.scopes, word),
    ...problemIf(
      args.scopes !== undefined && !args.scopes.includes("openid"),
      "login.oidc.scopes",
      "has no openid, without which a provider does not say who a user is. Add it, or leave the input out.",
    ),
    ...checkedEach("login.oidc.allowedGroups", args.allowedGroups, (value) =>
      /^[^\p{C}]+$/u.test(value) ? undefined : "is not the name of a group",
    ),
  ],
  ruleProblems: () =>
    problemIf(
      args.groupsClaim !== undefined && args.allowedGroups === undefined,
      "login.oidc.groupsClaim",
      "has no effect without login.oidc.allowedGroups. Write it too, or leave this out.",
    ),
});
