import { checkedCount } from "../../shared/checks";
import type { JupyterHubNativeArgs } from "../login-args";
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
  ruleProblems: () => [],
});
