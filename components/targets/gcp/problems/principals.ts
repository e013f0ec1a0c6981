import { problemIf, type Problem } from "../../../shared/invalid-args";
import type { ClusterSpec } from "../../common-spec";
import { groupDomains } from "../principals";

/** What is wrong between the principals that get access. */
export function principalProblems({ admins, viewers }: ClusterSpec): Problem[] {
  return [
    ...repeated("admins", admins),
    ...repeated("viewers", viewers),
    ...viewers.flatMap((member, index) =>
      problemIf(
        admins.includes(member),
        `viewers[${String(index)}]`,
        `"${member}" is also in admins. Leave it out here.`,
      ),
    ),
    ...domainProblems(admins, viewers),
  ];
}

const repeated = (path: string, members: readonly string[]): Problem[] =>
  members.flatMap((member, index) =>
    problemIf(members.indexOf(member) < index, `${path}[${String(index)}]`, `"${member}" is listed twice. Remove one.`),
  );

/** A cluster knows the groups of one domain. */
function domainProblems(admins: readonly string[], viewers: readonly string[]): Problem[] {
  const groups = groupDomains([...admins, ...viewers]);
  const [first, ...others] = groups;
  return others.flatMap(({ index, domain }) => {
    const path = index < admins.length ? `admins[${String(index)}]` : `viewers[${String(index - admins.length)}]`;
    return problemIf(
      domain !== first?.domain,
      path,
      `is a group of ${domain}, but a cluster can use groups of one domain only, here ${first?.domain ?? ""}. Use a group of that domain.`,
    );
  });
}
