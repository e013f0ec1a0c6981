import { starterOf } from "../../components/targets/starter";
import { isComplete, type Group } from "./doctor";
import type { Finding } from "./examine";

/** What was found, as text: a line for each need, and below it what to do about one that is not met. */
export function reportText(groups: readonly Group[]): string {
  const all = groups.flatMap(({ findings }) => findings);
  const width = Math.max(...all.map(({ need }) => need.name.length));
  return `${[
    ...groups.map((group) =>
      [titleOf(group), ...group.findings.flatMap((each) => findingLines(each, width))].join("\n"),
    ),
    summaryOf(groups),
  ].join("\n\n")}\n`;
}

const titleOf = ({ target }: Group): string =>
  target === undefined ? "For every target" : `For ${target}: ${starterOf(target).title}`;

/** What is said about a need in front of its name. */
function wordOf({ isThere, need }: Finding): string {
  if (isThere) return "ok";
  return need.optional === true ? "optional" : "needed";
}

function findingLines(finding: Finding, width: number): string[] {
  const { need, isThere, version, path, problem = "" } = finding;
  const start = `  ${wordOf(finding).padEnd(8)}  `;
  if (isThere) {
    const details = [version, path].filter((detail) => detail !== undefined).join("  ");
    return [`${start}${need.name.padEnd(width)}  ${details}`.trimEnd()];
  }
  const below = " ".repeat(start.length);
  return [`${start}${need.name} ${problem}.`, `${below}${need.why}`, `${below}${need.get}`];
}

function summaryOf(groups: readonly Group[]): string {
  const missing = groups
    .filter(({ isAsked }) => isAsked)
    .flatMap(({ findings }) => findings)
    .filter(({ isThere, need }) => !isThere && need.optional !== true)
    .map(({ need }) => need.name);
  if (missing.length > 0) return `Needed: ${missing.join(", ")}.`;
  const targets = groups.flatMap(({ target, isAsked }) => (isAsked && target !== undefined ? [target] : []));
  return targets.length === 0
    ? "All that every target needs is there. mlplatform doctor <target> checks one target."
    : `All that ${targets.join(" and ")} ${targets.length === 1 ? "needs" : "need"} is there.`;
}

/** What was found, as JSON. */
export const reportJson = (groups: readonly Group[]): string =>
  `${JSON.stringify(
    {
      version: 1,
      complete: isComplete(groups),
      groups: groups.map(({ target = null, isAsked, findings }) => ({
        target,
        asked: isAsked,
        needs: findings.map((finding) => ({
          name: finding.need.name,
          state: finding.isThere ? "ok" : finding.path === undefined ? "missing" : "unusable",
          optional: finding.need.optional === true,
          version: finding.version ?? null,
          minimum: finding.need.tool?.minimum ?? null,
          path: finding.path ?? null,
          problem: finding.problem ?? null,
          why: finding.need.why,
          get: finding.need.get,
        })),
      })),
    },
    undefined,
    2,
  )}\n`;
