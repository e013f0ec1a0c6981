import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { changeShown, isRefused, labelOf, refusal, type Difference } from "./differences";

/** Differences that an upgrade may make, because CHANGELOG.md tells them. */
export interface AcceptedChange {
  /** A text of CHANGELOG.md, in a section that is newer than the release. Line breaks count as blanks. */
  readonly changelog: string;
  /** Why the change is worth it. */
  readonly reason: string;
  /** `<type> <name> <path>`, as the test prints it; `*` stands for any text without blanks. */
  readonly changes: readonly string[];
}

/** The accepted changes since a version: `changed-since/<version>.yaml`, or none. */
export function acceptedSince(version: string): readonly AcceptedChange[] {
  const file = path.join(__dirname, "changed-since", `${version}.yaml`);
  return existsSync(file) ? (parse(readFileSync(file, "utf8")) as AcceptedChange[]) : [];
}

/** The part of CHANGELOG.md that is newer than a version: all of it if it has no section of that version. */
export function newerThan(changelog: string, version: string): string {
  const lines = changelog.split("\n");
  const section = lines.findIndex((line) => line === `## ${version}` || line.startsWith(`## ${version} `));
  return (section < 0 ? lines : lines.slice(0, section)).join("\n");
}

/** Whether CHANGELOG.md has a section of a version: then users have it, and its records must stay as they are. */
export const isReleased = (changelog: string, version: string): boolean => newerThan(changelog, version) !== changelog;

/** Everything that is wrong with an upgrade: by the name of a recorded program, what differs from the release. */
export function upgradeProblems(
  differences: ReadonlyMap<string, readonly Difference[]>,
  accepted: readonly AcceptedChange[],
  changelog: string,
): string[] {
  const text = withBlanks(changelog);
  const patterns = accepted.flatMap(({ changes }) =>
    changes.map((pattern) => ({ pattern, matches: matcher(pattern) })),
  );
  const all = [...differences].flatMap(([program, found]) => found.map((difference) => ({ program, difference })));
  const untold = all.filter(
    ({ difference }) => isRefused(difference) || !patterns.some(({ matches }) => matches(labelOf(difference))),
  );
  return [
    ...untold.map(({ program, difference }) => `${program}: ${problemOf(difference)}`),
    ...accepted
      .filter((entry) => !text.includes(withBlanks(entry.changelog)) || entry.changelog.trim() === "")
      .map((entry) => `CHANGELOG.md has no ${JSON.stringify(entry.changelog)} in a section newer than the release.`),
    ...accepted.filter(({ reason }) => !reason).map((entry) => `${JSON.stringify(entry.changelog)} has no reason.`),
    ...patterns
      .filter(({ matches }) => !all.some(({ difference }) => !isRefused(difference) && matches(labelOf(difference))))
      .map(({ pattern }) => `${pattern} is accepted, but nothing differs there. Remove it.`),
  ];
}

const problemOf = (difference: Difference): string =>
  isRefused(difference)
    ? refusal(difference)
    : `${labelOf(difference)}: ${changeShown(difference)}. Keep the default, or tell users in CHANGELOG.md and accept the change in changed-since/.`;

function matcher(pattern: string): (label: string) => boolean {
  const expression = pattern
    .split("*")
    .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^ ]*");
  return (label) => new RegExp(`^${expression}$`).test(label);
}

const withBlanks = (text: string): string => text.replace(/\s+/g, " ").trim();
