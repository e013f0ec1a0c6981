import { checked, checkedEach, type Check } from "../../shared/checks";
import { given } from "../../shared/values";
import type { JupyterHubGitHubArgs } from "../login-args";
import type { LoginMethod } from "./method";
import { clientProblems, clientSettings, OAUTH, providerUrl } from "./oauth";

export const github = (args: JupyterHubGitHubArgs): LoginMethod => ({
  ...OAUTH,
  block: "github",
  authenticator: "github",
  section: "GitHubOAuthenticator",
  settings: (parts) =>
    given({
      ...clientSettings(args, parts),
      github_url: args.serverUrl?.replace(/\/+$/, ""),
      // Without this scope, GitHub tells only of public memberships.
      ...(args.organizations === undefined
        ? {}
        : { allowed_organizations: [...args.organizations], scope: ["read:org"] }),
    }),
  allows: { "login.github.organizations": args.organizations },
  fieldProblems: () => [
    ...clientProblems("login.github", args),
    ...checked("login.github.serverUrl", args.serverUrl, providerUrl),
    ...checkedEach("login.github.organizations", args.organizations, organization),
  ],
});

const organization: Check = (value) =>
  /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?::[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)?$/.test(value)
    ? undefined
    : "is not an organisation or a team as in its URL, such as my-org or my-org:my-team";
