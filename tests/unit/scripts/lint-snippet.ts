import { ESLint } from "eslint";
import { resolve } from "node:path";
import tseslint from "typescript-eslint";

const root = resolve(__dirname, "../../..");

/** Rules that need types are off: they work only on files that exist, and a snippet does not. */
const eslint = new ESLint({ cwd: root, overrideConfig: tseslint.configs.disableTypeChecked });

/** Messages of one lint rule for a text, as if it were the content of that file. Imported files must exist. */
export async function lintSnippet(file: string, text: string, rule: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: resolve(root, file) });
  const messages = result?.messages ?? [];
  const broken = messages.find(({ fatal }) => fatal);
  if (broken) throw new Error(`${file} does not parse: ${broken.message}`);
  return messages.filter(({ ruleId }) => ruleId === rule).map(({ message }) => message);
}
