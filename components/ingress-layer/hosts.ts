import { repeatedProblems } from "../shared/checks";
import { isWildcard } from "../shared/host-name";
import { problemIf, type Problem } from "../shared/invalid-args";

/** What is wrong with the hosts together; each is a host name. */
export const hostsProblems = (hosts: readonly string[] | undefined): Problem[] =>
  hosts === undefined
    ? []
    : [
        ...problemIf(
          hosts.length === 0,
          "hosts",
          "is empty. Write the host names, or leave hosts out to serve every host.",
        ),
        ...problemIf(
          hosts.length > 0 && hosts.every(isWildcard),
          "hosts",
          "has wildcards only. Write at least one full host name too, because url and the models' URLs name it.",
        ),
        ...repeatedProblems("hosts", hosts),
      ];
