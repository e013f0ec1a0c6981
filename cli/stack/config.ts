import type { ConfigMap, Stack } from "@pulumi/pulumi/automation";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stringify } from "yaml";
import type { Setting } from "../project/config";
import { readYamlMap, type Project } from "../project/project";
import { fullKey, readStackConfig, stackFileOf } from "../project/stack-config";
import { pulumiWithInput } from "./pulumi";

/** The secrets in a stack's config, decrypted, so that the plan uses the real values. */
export async function secretSettings(stack: Pick<Stack, "getAllConfig">, project: Project): Promise<Setting[]> {
  const secrets = Object.entries(await stack.getAllConfig()).filter(([, { secret }]) => secret === true);
  return secrets.map(([key, { value }]) => [fullKey(project, key), value] as const);
}

/** Sets config of a stack and returns how to undo it. A value that the project or the stack holds as a secret stays one. */
export async function setConfig(
  stack: Pick<Stack, "name" | "workspace" | "setAllConfig">,
  project: Project,
  settings: readonly Setting[],
): Promise<() => void> {
  // The Pulumi CLI fails if there is nothing to set.
  if (settings.length === 0) return () => undefined;
  const file = stackFileOf(project, stack.name);
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const { values } = readStackConfig(project, stack.name);
  const plain: ConfigMap = {};
  const secrets = new Map<string, string>();
  for (const [key, value] of settings) {
    const full = fullKey(project, key);
    const declared = project.config.find((declaration) => declaration.key === full);
    if (declared?.secret === true || values.get(full)?.secret === true) secrets.set(full, value);
    else plain[full] = { value };
  }
  const undo = () => {
    restore(file, before);
  };
  try {
    if (Object.keys(plain).length > 0) await stack.setAllConfig(plain);
    for (const [key, value] of secrets) await setSecret(stack, key, value);
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}

/** The value is the standard input: every user of this computer can read the arguments of a process. */
const setSecret = (stack: Pick<Stack, "name" | "workspace">, key: string, value: string): Promise<void> =>
  // The CLI removes one line break from the end (pkg/v3 3.246, cmd/pulumi/config/config.go).
  pulumiWithInput(stack, ["config", "set", "--secret", "--non-interactive", key], `${value}\n`);

/**
 * Restores the file of a stack as it was, so that encrypted values do not change. What the Pulumi CLI added beside the config
 * stays: it is needed to decrypt the state.
 */
function restore(file: string, before: string | undefined): void {
  const now = existsSync(file) ? readYamlMap(file, file) : {};
  const known = before === undefined ? {} : readYamlMap(file, file, before);
  const added = Object.entries(now).filter(([key]) => key !== "config" && !(key in known));
  const text = (before ?? "") + (added.length === 0 ? "" : stringify(Object.fromEntries(added)));
  if (before === undefined && text === "") rmSync(file, { force: true });
  else writeFileSync(file, text);
}
