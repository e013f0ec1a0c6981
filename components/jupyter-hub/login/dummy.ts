import { whenKnown } from "../../shared/deferred";
import { problemIf } from "../../shared/invalid-args";
import { given } from "../../shared/values";
import type { JupyterHubDummyArgs } from "../login-args";
import type { LoginMethod } from "./method";

export const dummy = ({ password }: JupyterHubDummyArgs): LoginMethod => ({
  block: "dummy",
  authenticator: "dummy",
  section: "DummyAuthenticator",
  isOAuth: false,
  settings: ({ userPassword }) => given({ password: userPassword }),
  allows: {},
  fieldProblems: () =>
    whenKnown(password, (known) =>
      problemIf(known === "", "login.dummy.password", "is empty. Write a password, or leave it out."),
    ),
  ruleProblems: ({ insecureAllowAnyone }) =>
    problemIf(
      insecureAllowAnyone !== true,
      "login.insecureAllowAnyone",
      "is missing: with login.dummy, whoever reaches the page is who they say, administrators included. Choose another login, such as login.sharedPassword, or write insecureAllowAnyone: true.",
    ),
});
