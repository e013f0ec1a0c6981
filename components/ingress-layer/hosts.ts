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

/** What is wrong with the hosts together; each is a host name. `hasOtherHost` says that URLs name a host of the controller itself. */
export const hostsProblems = (hosts: readonly string[] | undefined, hasOtherHost: boolean): Problem[] =>
  hosts === undefined
    ? []
    : [
        ...problemIf(
          hosts.length === 0,
          "hosts",
          "is empty. Write the host names, or leave hosts out to serve every host.",
        ),
        ...problemIf(
          hosts.length > 0 && hosts.every(isWildcard) && !hasOtherHost,
          "hosts",
          "has wildcards only. Write at least one full host name too, because url and the models' URLs name it.",
        ),
        ...repeatedProblems("hosts", hosts),
      ];
