import type { Stack } from "@pulumi/pulumi/automation";
import type { Project } from "../project/project";
import type { Setting } from "../project/config";
import { fullKey } from "../project/stack-config";

/**
 * Sets config of a stack; returns how to give it what it had. What the project or the stack holds as a secret stays one.
 * The CLI refuses to set or remove nothing.
 */
export async function configure(
  stack: Pick<Stack, "getAllConfig" | "setAllConfig" | "removeAllConfig">,
  project: Project,
  settings: readonly Setting[],
): Promise<() => Promise<void>> {
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
    const had = Object.entries(before).filter(([key]) => key in config);
    const added = Object.keys(config).filter((key) => !(key in before));
    if (had.length > 0) await stack.setAllConfig(Object.fromEntries(had));
    if (added.length > 0) await stack.removeAllConfig(added);
  };
}
