import { checkedCount } from "../../shared/checks";
import { problemIf, type Problem } from "../../shared/invalid-args";
import type { JupyterHubLoginArgs, JupyterHubNativeArgs } from "../login-args";
import type { LoginMethod } from "./method";

export const native = ({ minimumPasswordLength }: JupyterHubNativeArgs): LoginMethod => ({
  block: "native",
  authenticator: "native",
  section: "NativeAuthenticator",
  isOAuth: false,
  settings: () => ({
    enable_signup: true,
    // Else nobody would have to approve a new user.
    open_signup: false,
    minimum_password_length: minimumPasswordLength ?? 12,
    check_common_password: true,
    // Without a limit, passwords could be guessed as fast as the hub answers.
    allowed_failed_logins: 5,
    seconds_before_next_try: 600,
  }),
  allows: {},
  fieldProblems: () => checkedCount("login.native.minimumPasswordLength", minimumPasswordLength, 8, 128),
  ruleProblems: (login) => [...approvalProblems(login), ...signUpProblems(login)],
});

/** Who signs up with another name than these waits for the approval of an administrator. */
const approvalProblems = ({ allowAll, adminUsers = [], allowedUsers = [] }: JupyterHubLoginArgs): Problem[] =>
  problemIf(
    allowAll === true && adminUsers.length + allowedUsers.length === 0,
    "login.adminUsers",
    "is missing: with login.native, an administrator approves each user who signs up, so no new one could log in. Write a name.",
  );

/** Names with which nobody can sign up (nativeauthenticator 1.3, `validate_username`). */
const signUpProblems = ({ adminUsers = [], allowedUsers = [] }: JupyterHubLoginArgs): Problem[] =>
  Object.entries({ allowedUsers, adminUsers }).flatMap(([input, names]) =>
    names.flatMap((name, index) =>
      problemIf(
        /[, ]/.test(name),
        `login.${input}[${String(index)}]`,
        "has a blank or a comma, and with login.native nobody can sign up with such a name. Write another one.",
      ),
    ),
  );
