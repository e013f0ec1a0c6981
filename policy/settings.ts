import { nearest } from "../components/shared/nearest";
import type { Level, Rule, RuleOptions } from "./rule";

/** The levels of a policy in Pulumi. Nothing here can be remediated, so `remediate` counts as mandatory, as in Pulumi's packs. */
const LEVELS = ["advisory", "mandatory", "disabled", "remediate"] as const;

/** How a rule is applied. */
export interface RuleSettings {
  readonly level: Level;
  readonly options: RuleOptions;
}

/** What is wrong with a configuration. */
export class ConfigProblem extends Error {}

/** Options with a value for each, so that a rule needs no defaults. */
export const withDefaults = (options: Partial<RuleOptions>): RuleOptions => ({
  allow: [],
  allowWritten: true,
  requireDigest: false,
  ...options,
});

/**
 * Reads the configuration of a policy pack in the form that `pulumi --policy-pack-config` takes: by the name of a rule its level, or an
 * object with `enforcementLevel` and options. `all` sets the level of the rules that have none of their own. An empty text is no
 * configuration. Throws {@link ConfigProblem}.
 */
export function readSettings(text: string, rules: readonly Rule[]): ReadonlyMap<Rule, RuleSettings> {
  const given = text.trim() === "" ? {} : parsed(text);
  if ("environments" in given) {
    throw new ConfigProblem(
      "environments can be opened by Pulumi alone. Write what they contain into the file instead.",
    );
  }
  const names = [...rules.map(({ name }) => name), "all"];
  const strange = Object.keys(given).find((name) => !names.includes(name));
  if (strange !== undefined) {
    throw new ConfigProblem(`there is no rule ${JSON.stringify(strange)}; ${nearest(strange, names)}.`);
  }
  const all = entryOf(given["all"], "all", {});
  return new Map(
    rules.map((rule) => {
      const { level, options } = entryOf(given[rule.name], rule.name, rule.options);
      return [
        rule,
        { level: level ?? all.level ?? rule.level, options: withDefaults({ ...rule.options, ...options }) },
      ];
    }),
  );
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new ConfigProblem("is not JSON.");
  }
  if (!isObject(content)) throw new ConfigProblem("is not an object with the names of rules as keys.");
  return content;
}

interface Entry {
  readonly level?: Level;
  readonly options: Partial<RuleOptions>;
}

/** A rule's level and options, which must be of those that the rule has. */
function entryOf(given: unknown, name: string, allowed: Partial<RuleOptions>): Entry {
  if (given === undefined) return { options: {} };
  if (typeof given === "string") return { level: levelOf(given, name), options: {} };
  if (!isObject(given)) throw new ConfigProblem(`${name} is neither a level (${LEVELS.join(", ")}) nor an object.`);
  const { enforcementLevel, ...options } = given;
  for (const [key, value] of Object.entries(options)) {
    const kinds = Object.keys(allowed);
    if (!kinds.includes(key)) {
      throw new ConfigProblem(`${name}.${key} is no option. ${name} has ${["enforcementLevel", ...kinds].join(", ")}.`);
    }
    const isRight = key === "allow" ? isTexts(value) : typeof value === "boolean";
    if (!isRight)
      throw new ConfigProblem(`${name}.${key} is not ${key === "allow" ? "a list of texts" : "true or false"}.`);
  }
  return {
    ...(enforcementLevel !== undefined && { level: levelOf(enforcementLevel, `${name}.enforcementLevel`) }),
    options,
  };
}

function levelOf(given: unknown, path: string): Level {
  const level = LEVELS.find((known) => known === given);
  if (level === undefined) throw new ConfigProblem(`${path} is not a level: write ${LEVELS.join(", ")}.`);
  return level === "remediate" ? "mandatory" : level;
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === "string");

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
