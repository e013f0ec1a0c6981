import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { starterOf, type StarterSetting } from "../../components/targets/starter";
import { targetNames } from "../../components/targets/target";
import { UserError } from "../user-error";
import { withSettings } from "./config";
import type { ProjectStack } from "./project-stack";
import { fullKey, stackFileOf } from "./stack-config";

const BEFORE_UP = "# Before mlplatform up, write your own: ";

/** The line of a stack's file that names the keys whose values only the user knows. The Pulumi CLI keeps it when it sets config. */
export const placeholderComment = (keys: readonly string[]): string =>
  keys.length === 0 ? "" : `${BEFORE_UP}${keys.join(", ")}.\n`;

/**
 * Refuses a stack of `mlplatform init` in which values are still those that init wrote. Some could be right by chance, so a key that the
 * user takes out of the comment is not looked at.
 */
export function refusePlaceholders(target: ProjectStack): void {
  const { project, stack, config, settings } = target;
  if (config.file === undefined) return;
  const lines = readFileSync(stackFileOf(project, stack), "utf8").split(/\r?\n/);
  const named = lines.find((line) => line.startsWith(BEFORE_UP))?.slice(BEFORE_UP.length) ?? "";
  const values = withSettings(project, config.values, settings);
  const left = named.split(/[, .]+/).flatMap((key) => {
    const content = key === "" ? undefined : values.get(fullKey(project, key))?.content;
    const setting = placeholders().find((each) => each.key === key && isDeepStrictEqual(each.placeholder, content));
    return setting === undefined ? [] : [`${key}: ${setting.description}. Set it with: ${howToSet(setting, stack)}`];
  });
  if (left.length === 0) return;
  throw new UserError(
    [
      `Stack "${stack}" still has examples of mlplatform init, where only you know the values (${config.file}):`,
      ...left.map((line) => `  ${line}`),
      "If an example is right for you, take its key out of the comment in that file. Nothing was changed.",
    ].join("\n"),
  );
}

const placeholders = (): readonly StarterSetting[] =>
  targetNames()
    .flatMap((target) => starterOf(target).config)
    .filter(({ placeholder }) => placeholder !== undefined);

const howToSet = ({ key, type }: StarterSetting, stack: string): string =>
  `pulumi config set --stack ${stack} ${type === "list" ? `--path '${key}[0]'` : key} <value>`;
