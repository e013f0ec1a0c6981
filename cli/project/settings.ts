import { isJson, type ConfigType } from "./config-type";
import type { Project } from "./project";
import { fullKey, type ConfigValue } from "./stack-config";

/** A key and its text, as `--config key=value` gives it. */
export type Setting = readonly [key: string, text: string];

/** Puts settings over values. What is secret stays secret when it is replaced; lists and maps are written as JSON. */
export function withSettings(
  project: Project,
  given: ReadonlyMap<string, ConfigValue>,
  settings: readonly Setting[],
): Map<string, ConfigValue> {
  const values = new Map(given);
  for (const [shownAs, text] of settings) {
    const key = fullKey(project, shownAs);
    const declared = project.config.find((declaration) => declaration.key === key);
    const secret = declared?.secret === true || values.get(key)?.secret === true;
    values.set(key, { content: contentOf(declared?.type, text), secret, encrypted: false });
  }
  return values;
}

/** A text that is no JSON stays a text, for the check of types to refuse. */
function contentOf(type: ConfigType | undefined, text: string): unknown {
  if (!isJson(type)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
