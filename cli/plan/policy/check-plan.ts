import { readFileSync } from "node:fs";
import { findingsOf } from "../../../policy/check";
import type { CheckedStack, Level } from "../../../policy/rule";
import { rules } from "../../../policy/rules";
import { ConfigProblem, readSettings } from "../../../policy/settings";
import { UserError } from "../../user-error";
import type { Plan } from "../plan-program";
import { named, type ResourceName } from "../report/resource-name";

/** What the rules found in a plan. */
export interface PolicyReport {
  /** Every rule, with the level that it has in this run. */
  readonly rules: readonly { readonly name: string; readonly description: string; readonly level: Level }[];
  readonly violations: readonly PolicyFinding[];
  /** What an input decides that only a provider knows yet. */
  readonly unchecked: readonly PolicyFinding[];
}

/** What a rule found about a resource. */
export interface PolicyFinding {
  readonly rule: string;
  readonly level: Level;
  readonly resource: ResourceName;
  /** What is wrong and what to write instead, or what is not known. */
  readonly text: string;
}

/** How the rules are applied. */
export type PolicySettings = ReturnType<typeof readSettings>;

/** Reads the file of `--policy-config`; without one, every rule has its own level and options. Throws a {@link UserError}. */
export function policySettings(file: string | undefined): PolicySettings {
  try {
    return readSettings(file === undefined ? "" : textOf(file), rules);
  } catch (error) {
    if (error instanceof ConfigProblem) throw new UserError(`--policy-config ${file ?? ""}: ${error.message}`);
    throw error;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: "does not exist", EISDIR: "is a folder", EACCES: "may not be read" }[code ?? ""] ?? message;
    throw new ConfigProblem(`${why}.`);
  }
}

/** Applies the rules to a plan. They see secrets, and repeat no value. */
export function checkPlan(
  { graph, revealInputs }: Pick<Plan, "graph" | "revealInputs">,
  settings: PolicySettings,
): PolicyReport {
  const stack: CheckedStack = {
    // The order of registration depends on when inputs resolve.
    resources: [...graph.resources]
      .sort((one, other) => (one.urn < other.urn ? -1 : 1))
      .map((resource) => ({
        ...resource,
        inputs: { ...resource.inputs, values: revealInputs(resource.urn) },
      })),
    tellsRetention: true,
  };
  const found = [...settings].flatMap(([rule, { level, options }]) =>
    level === "disabled"
      ? []
      : stack.resources.flatMap((resource) =>
          findingsOf(rule, resource, stack, options).map(({ kind, text }) => ({
            kind,
            finding: { rule: rule.name, level, resource: named(resource), text },
          })),
        ),
  );
  return {
    rules: [...settings].map(([{ name, description }, { level }]) => ({ name, description, level })),
    violations: found.filter(({ kind }) => kind === "violation").map(({ finding }) => finding),
    unchecked: found.filter(({ kind }) => kind === "unknown").map(({ finding }) => finding),
  };
}

/** The violations of mandatory rules, by rule: `no-public-access (2), pinned-images (1)`; nothing if there are none. */
export function mandatoryViolations({ violations }: PolicyReport): string | undefined {
  const counts = new Map<string, number>();
  for (const { rule, level } of violations) {
    if (level === "mandatory") counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts.size === 0 ? undefined : [...counts].map(([rule, count]) => `${rule} (${String(count)})`).join(", ");
}
