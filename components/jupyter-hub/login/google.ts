import { checkedEach } from "../../shared/checks";
import { fullHostName } from "../../shared/host-name";
import { problemIf } from "../../shared/invalid-args";
import { given } from "../../shared/values";
import type { JupyterHubGoogleArgs } from "../login-args";
import type { LoginMethod } from "./method";
import { clientProblems, clientSettings, OAUTH } from "./oauth";

/**
 * With `allow_all`, JupyterHub does not ask whether a user is allowed, and that is where the authenticator looks whether Google has
 * verified the address (oauthenticator 17.4, `google.py`, `check_allowed`). It always asks whether a user is blocked.
 */
const CODE = `from oauthenticator.google import GoogleOAuthenticator

class VerifiedAddresses(GoogleOAuthenticator):
    def check_blocked_users(self, username, auth_model):
        user = auth_model["auth_state"][self.user_auth_state_key]
        return user["verified_email"] and super().check_blocked_users(username, auth_model)

c.JupyterHub.authenticator_class = VerifiedAddresses
`;

export const google = (args: JupyterHubGoogleArgs): LoginMethod => ({
  ...OAUTH,
  block: "google",
  authenticator: "google",
  section: "GoogleOAuthenticator",
  settings: (parts) =>
    given({
      ...clientSettings(args, parts),
      hosted_domain: args.hostedDomains === undefined ? undefined : [...args.hostedDomains],
      // With one domain, names would else lose it, and get it back with a second one: other users then.
      strip_domain: false,
    }),
  code: { "verified-addresses": CODE },
  allows: {},
  fieldProblems: () => [
    ...clientProblems("login.google", args),
    ...checkedEach("login.google.hostedDomains", args.hostedDomains, fullHostName),
    ...problemIf(
      args.hostedDomains?.length === 0,
      "login.google.hostedDomains",
      "is empty, which JupyterHub takes for every account of Google. Write a domain, or leave it out if every account is meant.",
    ),
  ],
  ruleProblems: ({ allowedUsers = [], adminUsers = [] }) =>
    Object.entries({ allowedUsers, adminUsers }).flatMap(([input, names]) =>
      names.flatMap((name, index) =>
        problemIf(
          !/^[^@\s]+@[^@\s]+$/.test(name),
          `login.${input}[${String(index)}]`,
          `"${name}" is not an e-mail address, and those are the names of users of Google. Write the whole address.`,
        ),
      ),
    ),
});
