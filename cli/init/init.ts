import path from "node:path";
import type { Setting } from "../project/config";
import { UsageError } from "../user-error";
import { checkedAddOns, checkedName, checkedTarget, checkedValues, nameLike, type Checked } from "./checks";
import { chosen, settingsOf, unanswered, type Choice } from "./choice";
import { DEFAULT_FOLDER, defaultAddOns, defaultTarget, DESCRIPTION } from "./offers";
import { projectFiles } from "./project-files";
import type { Answers } from "./wizard";
import { writeProject } from "./write-project";

/** What the command line says about a new project. */
export interface Flags {
  readonly folder?: string;
  readonly target?: string;
  readonly addOns?: string;
  readonly name?: string;
  readonly settings: readonly Setting[];
  /** Whether to take the defaults of what is not said. */
  readonly yes: boolean;
}

/** A project as the command line describes it. What is wrong with the flags is a {@link UsageError}. */
export function projectOf({ folder, target, addOns, name, settings, yes }: Flags): Answers {
  if (target === undefined && !yes) {
    throw new UsageError(
      "--target is missing. Write it, or --yes to take the defaults, or no flag at all in a terminal.",
    );
  }
  const where = folder ?? name ?? DEFAULT_FOLDER;
  const chosenTarget = orRefuse("--target", checkedTarget(target ?? defaultTarget()));
  const chosenAddOns = addOns === undefined ? defaultAddOns() : orRefuse("--add-ons", checkedAddOns(addOns));
  const choice: Choice = {
    name: orRefuse("--name", checkedName(name ?? nameLike(path.basename(path.resolve(where))))),
    description: DESCRIPTION,
    target: chosenTarget,
    addOns: chosenAddOns,
    values: orRefuse("--config", checkedValues(settingsOf(chosenTarget, chosenAddOns), settings)),
  };
  return { folder: where, choice };
}

function orRefuse<Value>(flag: string, checked: Checked<Value>): Value {
  if ("problem" in checked) throw new UsageError(`${flag}: ${checked.problem}`);
  return checked.value;
}

/**
 * Writes a project.
 *
 * @returns what to do next, for the terminal
 */
export function createProject({ folder, choice }: Answers): string[] {
  const where = path.resolve(folder);
  writeProject(where, projectFiles(choice));
  const missing = unanswered(chosen(choice)).map(({ key }) => key);
  const shown = path.relative(process.cwd(), where);
  return [
    `The project ${choice.name} is in ${where}. Next:`,
    "",
    ...(shown === "" ? [] : [`  cd ${/^[\w./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`}`]),
    ...install(where),
    "  npx mlplatform plan",
    "  npx mlplatform up --stack dev",
    ...(missing.length === 0
      ? []
      : ["", `Before up, write your own values into Pulumi.dev.yaml: ${missing.join(", ")}.`]),
  ];
}

/** How to install the package. A clone has what `npm pack` writes, as long as the package is not on npm. */
function install(project: string): string[] {
  const clone = path.resolve(__dirname, "../..");
  if (clone.split(path.sep).includes("node_modules")) return ["  npm install"];
  const tarball = path.join(path.relative(project, clone), "pulumi-mlplatform-*.tgz");
  return [`  npm install ${tarball}   # written by npm pack in the clone`];
}
