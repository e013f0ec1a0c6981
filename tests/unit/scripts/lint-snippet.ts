import { ESLint } from "eslint";
import { resolve } from "node:path";
import tseslint from "typescript-eslint";

const root = resolve(__dirname, "../../..");

/** Typed rules are off: they know only files that exist, and a snippet stands where no file is. */
const eslint = new ESLint({ cwd: root, overrideConfig: tseslint.configs.disableTypeChecked });

/** What the project's own rules say to a text if it stood in that file; `rule` narrows it to one of them. */
export async function lintSnippet(file: string, text: string, rule: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: resolve(root, file) });
  const messages = result?.messages ?? [];
  const broken = messages.find(({ fatal }) => fatal);
  if (broken) throw new Error(`${file} does not parse: ${broken.message}`);
  return messages.filter(({ ruleId }) => ruleId === rule).map(({ message }) => message);
}
