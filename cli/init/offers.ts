import { starterOf } from "../../components/targets/starter";
import { targetNames } from "../../components/targets/target";
import { addOnNames, addOnOf } from "./add-on";

/** What `pulumi` shows about the project. */
export const DESCRIPTION = "A machine-learning platform on Kubernetes";

export const DEFAULT_FOLDER = "ml-platform";

/** The target of a project whose user names none. */
export function defaultTarget(): string {
  const target = targetNames().find((name) => starterOf(name).byDefault === true);
  if (target === undefined) throw new Error("no target is that of new projects by default");
  return target;
}

/** The add-ons of a project whose user names none. */
export const defaultAddOns = (): string[] => addOnNames().filter((name) => addOnOf(name).byDefault === true);

/** What can be chosen, a line for each, with what is chosen by default. */
export const offers = () => ({
  targets: listed(targetNames(), (name) => starterOf(name).title),
  addOns: listed(addOnNames(), (name) => addOnOf(name).title),
  defaults: { folder: DEFAULT_FOLDER, target: defaultTarget(), addOns: defaultAddOns() },
});

const listed = (names: readonly string[], titleOf: (name: string) => string): string[] =>
  names.map((name) => `${name.padEnd(12)}${titleOf(name)}`);
