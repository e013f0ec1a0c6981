import { isIP } from "node:net";
import { repeatedProblems } from "../shared/checks";
import { isWildcard } from "../shared/host-name";
import { problemIf, type Problem } from "../shared/invalid-args";

/** Name of an object for a host with a wildcard, because object names have no asterisk. */
export const wildcardName = (host: string): string => `${host.replace(/^\*\./, "")}-wildcard`;

/** The hosts by what covers them: each wildcard with the hosts that have one label in its place, and every other host alone. */
export function byWildcard(hosts: readonly string[]): [first: string, ...covered: string[]][] {
  const wildcardOf = (host: string): string => host.replace(/^[^.]*/, "*");
  const covers = (wildcard: string, host: string): boolean => wildcard !== host && wildcard === wildcardOf(host);
  return hosts
    .filter((host) => isWildcard(host) || !hosts.includes(wildcardOf(host)))
    .map((host) => [host, ...hosts.filter((other) => covers(host, other))]);
}

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
