import { isIP } from "node:net";
import { isDnsName, repeatedProblems, type Check } from "../shared/checks";
import { problemIf, type Problem } from "../shared/invalid-args";

/** A host name, such as `models.example.org`, or one with a wildcard for its first label, such as `*.example.org`. */
export const hostName: Check = (value) => {
  const name = value.replace(/^\*\./, "");
  const isName = isDnsName(name) && name.includes(".");
  return isName ? undefined : "is not a host name, such as models.example.org or *.example.org, in lower case";
};

export const isWildcard = (host: string): boolean => host.startsWith("*");

/** Whether the host of a controller that exists can stand in URLs beside wildcards; an output is not known yet. */
const namesHost = (existing: { readonly host: unknown } | undefined): boolean =>
  existing !== undefined && !(typeof existing.host === "string" && isIP(existing.host) !== 0);

/** What is wrong with the hosts together; each is a host name. */
export const hostsProblems = (
  hosts: readonly string[] | undefined,
  existing?: { readonly host: unknown },
): Problem[] =>
  hosts === undefined
    ? []
    : [
        ...problemIf(
          hosts.length === 0,
          "hosts",
          "is empty. Write the host names, or leave hosts out to serve every host.",
        ),
        ...problemIf(
          hosts.length > 0 && hosts.every(isWildcard) && !namesHost(existing),
          "hosts",
          "has wildcards only. Write at least one full host name too, because url and the models' URLs name it.",
        ),
        ...repeatedProblems("hosts", hosts),
      ];
