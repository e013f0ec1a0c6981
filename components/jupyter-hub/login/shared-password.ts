import { whenKnown } from "../../shared/deferred";
import { problemIf, type Problem } from "../../shared/invalid-args";
import { given } from "../../shared/values";
import type * as pulumi from "@pulumi/pulumi";
import type { JupyterHubLoginArgs, JupyterHubSharedPasswordArgs } from "../login-args";
import type { LoginMethod } from "./method";

/** The shortest passwords that JupyterHub 5.5 takes (`authenticators/shared.py`). */
const SHORTEST = { userPassword: 8, adminPassword: 32 };

/**
 * JupyterHub 5.5 compares the name with those of administrators as it was typed, and puts it in lower case only afterwards. So `Admin`
 * with the password of users would be logged in to the account of `admin`, and have its rights again as soon as the administrator
 * logs in (`authenticators/shared.py`, `authenticate`).
 */
const CODE = `from jupyterhub.authenticators.shared import SharedPasswordAuthenticator

class LowerCaseNames(SharedPasswordAuthenticator):
    async def authenticate(self, handler, data):
        name = self.normalize_username(data["username"])
        return await SharedPasswordAuthenticator.authenticate(self, handler, {**data, "username": name})

c.JupyterHub.authenticator_class = LowerCaseNames
`;

export const sharedPassword = (args: JupyterHubSharedPasswordArgs): LoginMethod => ({
  block: "sharedPassword",
  authenticator: "shared-password",
  section: "SharedPasswordAuthenticator",
  isOAuth: false,
  settings: ({ userPassword, adminPassword }) => given({ user_password: userPassword, admin_password: adminPassword }),
  code: { "lower-case-names": CODE },
  allows: {},
  fieldProblems: () =>
    (["userPassword", "adminPassword"] as const).flatMap((input) =>
      passwordProblems(`login.sharedPassword.${input}`, args[input], SHORTEST[input]),
    ),
  ruleProblems: (login) => [...pairProblems(args), ...adminProblems(args, login)],
});

/** A blank at an end counts for the length and is compared, so nobody who types the password would get in. No password is shown. */
const passwordProblems = (path: string, password: pulumi.Input<string> | undefined, shortest: number): Problem[] =>
  whenKnown(password, (known) => [
    ...problemIf(
      known.length < shortest,
      path,
      `is shorter than the ${String(shortest)} characters that JupyterHub takes. Write a longer one, or leave it out to have one generated.`,
    ),
    ...problemIf(
      known.length >= shortest && !/^[!-~](?:[ -~]*[!-~])?$/.test(known),
      path,
      "has a character that cannot be typed everywhere, or a blank or a line break at an end. Use printable ASCII, without blanks at the ends.",
    ),
  ]);

const pairProblems = ({ userPassword, adminPassword }: JupyterHubSharedPasswordArgs): Problem[] =>
  whenKnown(userPassword, (ofUsers) =>
    whenKnown(adminPassword, (ofAdmins) =>
      problemIf(
        ofUsers === ofAdmins,
        "login.sharedPassword.adminPassword",
        "is the password of users, which JupyterHub refuses. Write another one.",
      ),
    ),
  );

const adminProblems = (
  { adminPassword }: JupyterHubSharedPasswordArgs,
  { adminUsers = [] }: JupyterHubLoginArgs,
): Problem[] =>
  problemIf(
    adminPassword !== undefined && adminUsers.length === 0,
    "login.sharedPassword.adminPassword",
    "has no effect, because there are no administrators. Write login.adminUsers too, or leave it out.",
  );
