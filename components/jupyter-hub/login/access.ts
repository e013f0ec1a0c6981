import { checkedEach, repeatedProblems, type Check } from "../../shared/checks";
import { problemIf, type Problem } from "../../shared/invalid-args";
import type { JupyterHubLoginArgs } from "../login-args";
import type { LoginMethod } from "./method";

/** The settings of an authenticator that say who may log in. */
interface Access {
  readonly allow_all: boolean;
  readonly allow_existing_users: boolean;
  readonly allowed_users: readonly string[];
  readonly admin_users: readonly string[];
}

/**
 * Who may log in and who administers, always written out: JupyterHub 5 lets nobody in unless it is told. Users of the database are no
 * reason to let somebody in, or one who was removed from the inputs could still log in.
 */
export const accessSettings = ({
  allowAll = false,
  allowedUsers = [],
  adminUsers = [],
}: JupyterHubLoginArgs): Access => {
  const admins = namesOf(adminUsers);
  return {
    allow_all: allowAll,
    allow_existing_users: false,
    allowed_users: allowAll ? [] : [...new Set([...namesOf(allowedUsers), ...admins])],
    admin_users: admins,
  };
};

/** JupyterHub compares names in lower case. */
const namesOf = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase());

/** What is wrong with single names. */
export const accessFieldProblems = ({ allowedUsers, adminUsers }: JupyterHubLoginArgs): Problem[] =>
  Object.entries({ allowedUsers, adminUsers }).flatMap(([input, names]) => [
    ...checkedEach(`login.${input}`, names, userName),
    ...repeatedProblems(`login.${input}`, names === undefined ? [] : namesOf(names)),
  ]);

/** JupyterHub refuses names with a slash and with white space at an end. */
const userName: Check = (value) =>
  /^[^\s/\p{C}](?:[^/\p{C}]*[^\s/\p{C}])?$/u.test(value)
    ? undefined
    : "is not a name of a user; it has no slash, and no white space at its ends";

/** What is wrong with who may log in. */
export function accessProblems(login: JupyterHubLoginArgs, { block, allows }: LoginMethod): Problem[] {
  const { allowAll, allowedUsers, adminUsers = [], insecureAllowAnyone } = login;
  const others = Object.entries(allows).filter(([, names]) => names !== undefined);
  const ways = ["login.allowAll: true", "login.allowedUsers", ...Object.keys(allows)];
  const isOpen = block === "dummy" || allowAll === true;
  const isEmpty = [allowedUsers, ...others.map(([, names]) => names), adminUsers].every(
    (names = []) => names.length === 0,
  );
  return [
    ...problemIf(
      !isOpen && allowedUsers === undefined && others.length === 0,
      "login",
      `lets nobody in but administrators. Write ${listOf(ways)}; if that is meant, login.allowedUsers: [].`,
    ),
    ...problemIf(
      !isOpen && isEmpty && (allowedUsers !== undefined || others.length > 0),
      "login.allowedUsers",
      "is empty, and there are no administrators, so nobody could log in. Write a name, or login.adminUsers.",
    ),
    ...(block === "dummy" ? ofDummy(login) : []),
    ...(allowAll === true && block !== "dummy"
      ? [["login.allowedUsers", allowedUsers] as const, ...others].flatMap(([path, names]) =>
          problemIf(
            names !== undefined,
            path,
            "has no effect, because login.allowAll lets everyone in. Leave one of them out.",
          ),
        )
      : []),
    ...problemIf(
      block !== "dummy" && insecureAllowAnyone === true,
      "login.insecureAllowAnyone",
      `has no effect with login.${block}. Leave it out.`,
    ),
  ];
}

/** With this login, everyone can have every name. */
const ofDummy = ({ allowAll, allowedUsers }: JupyterHubLoginArgs): Problem[] =>
  Object.entries({ allowAll, allowedUsers }).flatMap(([input, value]) =>
    problemIf(
      value !== undefined,
      `login.${input}`,
      "has no effect with login.dummy, with which everyone can have every name. Leave it out.",
    ),
  );

const listOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
