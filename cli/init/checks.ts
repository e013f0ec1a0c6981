import { nearest } from "../../components/shared/nearest";
import type { StarterSetting } from "../../components/targets/starter";
import { targetNames } from "../../components/targets/target";
import type { Setting } from "../project/config";
import { addOnNames } from "./add-on";
import type { SettingValue } from "./choice";
import { installedNames } from "./project-files";

/** An answer, or what is wrong with it and what to write instead. */
export type Checked<Value> = { readonly value: Value } | { readonly problem: string };

/** What the wizard and the command line take for no add-on. */
export const NO_ADD_ONS = "none";

/** npm and Pulumi accept these names, and no shell or YAML gives them another meaning. */
const NAME = /^[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*$/;

/** Words that YAML reads as no text. */
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/;

/** Names that npm and Pulumi keep for themselves (sdk/go/common/workspace/templates.go, `ValidateProjectName`). */
const RESERVED = /^(?:node_modules|pulumi|pulumi\..*)$/;

/** Checks the name of a project. */
export function checkedName(name: string): Checked<string> {
  if (installedNames().includes(name) || WORDS.test(name) || RESERVED.test(name)) {
    return { problem: `${shown(name)} cannot be the name of a project. Write another, such as my-platform.` };
  }
  if (NAME.test(name) && name.length <= 100) return { value: name };
  const like = nameLike(name);
  return {
    problem: `${shown(name)} is not the name of a project: write lower-case letters, digits and single -, _ or . between them, at most 100 and a letter first, such as ${like}.`,
  };
}

/** A valid name that resembles a text: `my-platform` for `My Platform`. */
export function nameLike(text: string): string {
  const like = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 50)
    .replace(/-+$/, "");
  return like === "" || WORDS.test(like) ? "my-platform" : like;
}

export function checkedTarget(target: string): Checked<string> {
  if (targetNames().includes(target)) return { value: target };
  return { problem: `There is no target ${shown(target)}; ${nearest(target, targetNames())}.` };
}

/** Reads names separated by commas, in any order; the result is sorted. */
export function checkedAddOns(text: string): Checked<readonly string[]> {
  const names = items(text);
  if (names.length === 1 && names[0] === NO_ADD_ONS) return { value: [] };
  const known = addOnNames();
  const unknown = names.filter((name) => !known.includes(name));
  if (names.length > 0 && unknown.length === 0) return { value: known.filter((name) => names.includes(name)) };
  const [first] = unknown;
  return {
    problem:
      first === undefined || first === NO_ADD_ONS
        ? `Write add-ons (${known.join(", ")}) with commas between them, or ${NO_ADD_ONS} alone.`
        : `There is no add-on ${shown(first)}; ${nearest(first, [...known, NO_ADD_ONS])}.`,
  };
}

/** Reads the value of a config key; a list has commas between its items. */
export function checkedValue(
  { key, type, form, placeholder, preset }: StarterSetting,
  text: string,
): Checked<SettingValue> {
  const example = [placeholder ?? preset ?? ""].flat().join(",");
  const problem = (what: string) => ({
    problem: `${key}: ${what}; write for example ${example}.`,
  });
  const values = type === "list" ? items(text) : [text.trim()];
  if (values.length === 0 || values.includes("")) return problem("is empty");
  const wrong = values.find((value) =>
    type === "boolean" ? !/^(true|false)$/.test(value) : form?.test(value) === false,
  );
  if (wrong !== undefined) return problem(`${shown(wrong)} does not have the right form`);
  const [single = ""] = values;
  return { value: type === "list" ? values : type === "boolean" ? single === "true" : single };
}

/** The values of config keys of the command line, or all problems with them. */
export function checkedValues(
  settings: readonly StarterSetting[],
  given: readonly Setting[],
): Checked<Readonly<Record<string, SettingValue>>> {
  const values: Record<string, SettingValue> = {};
  const problems: string[] = [];
  for (const [key, text] of given) {
    const setting = settings.find((each) => each.key === key);
    const checked =
      setting === undefined
        ? {
            problem: `${shown(key)} is not a config key of this project; ${nearest(
              key,
              settings.map((each) => each.key),
            )}.`,
          }
        : checkedValue(setting, text);
    if ("problem" in checked) problems.push(checked.problem);
    else values[key] = checked.value;
  }
  return problems.length > 0 ? { problem: problems.join("\n") } : { value: values };
}

const items = (text: string): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

/** A text as an error shows it. Not that of components/shared/, which loads the Pulumi SDK. */
function shown(text: string): string {
  const quoted = JSON.stringify(text);
  return quoted.length > 60 ? `${quoted.slice(0, 57)}...` : quoted;
}
