import { checked, checkedEach, type Check } from "../../shared/checks";
import { given } from "../../shared/values";
import type { JupyterHubAzureAdArgs } from "../login-args";
import type { LoginMethod } from "./method";
import { clientProblems, clientSettings, groupSettings, OAUTH, usernameClaim, word } from "./oauth";

export const azureAd = (args: JupyterHubAzureAdArgs): LoginMethod => ({
  ...OAUTH,
  block: "azureAd",
  authenticator: "azuread",
  section: "AzureAdOAuthenticator",
  settings: (parts) =>
    given({
      ...clientSettings(args, parts),
      tenant_id: args.tenantId,
      username_claim: args.usernameClaim ?? "upn",
      scope: ["openid", "profile", "email"],
      ...groupSettings(args.allowedGroups, "user.groups"),
    }),
  allows: { "login.azureAd.allowedGroups": args.allowedGroups },
  fieldProblems: () => [
    ...clientProblems("login.azureAd", args),
    ...checked("login.azureAd.tenantId", args.tenantId, tenant),
    ...checked("login.azureAd.usernameClaim", args.usernameClaim, usernameClaim("upn, oid or unique_name")),
    ...checkedEach("login.azureAd.allowedGroups", args.allowedGroups, word),
  ],
});

const tenant: Check = (value) =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? undefined
    : "is not the id of a tenant, a UUID; words such as common would let in accounts of every tenant";
