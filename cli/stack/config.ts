import type { Stack } from "@pulumi/pulumi/automation";
import type { Project } from "../project/project";
import type { Setting } from "../project/config";
import { fullKey } from "../project/stack-config";

/** The secrets in a stack's config, decrypted, so that the plan uses the real values. */
export async function secretSettings(stack: Pick<Stack, "getAllConfig">, project: Project): Promise<Setting[]> {
  const secrets = Object.entries(await stack.getAllConfig()).filter(([, { secret }]) => secret === true);
  return secrets.map(([key, { value }]) => [fullKey(project, key), value] as const);
}

/** Sets config of a stack and returns how to undo it. A value that the project or the stack holds as a secret stays one. */
export async function setConfig(
  stack: Pick<Stack, "getAllConfig" | "setAllConfig" | "removeAllConfig">,
  project: Project,
  settings: readonly Setting[],
): Promise<() => Promise<void>> {
  // The Pulumi CLI fails if there is nothing to set or to remove.
  if (settings.length === 0) return () => Promise.resolve();
  const before = await stack.getAllConfig();
  const entries = settings.map(([key, value]) => {
    const full = fullKey(project, key);
    const declared = project.config.find((declaration) => declaration.key === full);
    return [full, { value, secret: declared?.secret === true || before[full]?.secret === true }] as const;
  });
  const config = Object.fromEntries(entries);
  await stack.setAllConfig(config);
  return async () => {
    const changed = Object.entries(before).filter(([key]) => key in config);
    const added = Object.keys(config).filter((key) => !(key in before));
    if (changed.length > 0) await stack.setAllConfig(Object.fromEntries(changed));
    if (added.length > 0) await stack.removeAllConfig(added);
  };
}
