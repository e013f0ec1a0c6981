import { createInterface, type Interface } from "node:readline";
import path from "node:path";
import { checkedAddOns, checkedName, checkedTarget, checkedValue, nameLike, NO_ADD_ONS, type Checked } from "./checks";
import { settingsOf, type Choice, type SettingValue } from "./choice";
import { DEFAULT_FOLDER, DESCRIPTION, offers } from "./offers";
import { refuseUsedFolder } from "./write-project";

/** What the user answered. */
export interface Answers {
  readonly folder: string;
  readonly choice: Choice;
}

/** The user pressed Ctrl-C or Ctrl-D. */
class Ended extends Error {}

/**
 * Asks on the terminal what the project is to contain. Enter takes the default of a question.
 *
 * @param given the folder, if the command line names it
 * @returns nothing if the user ends the wizard or answers the last question with no
 */
export async function askForProject(given?: string): Promise<Answers | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await answers(given, terminal);
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    process.stdout.write("\n"); // the cursor is still behind the question
    return undefined;
  } finally {
    terminal.close();
  }
}

async function answers(given: string | undefined, terminal: Interface): Promise<Answers | undefined> {
  const ask = <Value>(question: string, preset: string, check: (text: string) => Checked<Value>): Promise<Value> =>
    asked(terminal, question, preset, check);

  const folder = given ?? (await ask("Folder", DEFAULT_FOLDER, checkedFolder));
  refuseUsedFolder(path.resolve(folder));
  const { targets, addOns: offered, defaults } = offers();
  print("", "Where the platform runs:", ...targets.map(indented));
  const target = await ask("Target", defaults.target, checkedTarget);
  print("", "What is installed beside the ingress gateway:", ...offered.map(indented));
  const addOns = await ask(`Add-ons, with commas, or ${NO_ADD_ONS}`, defaults.addOns.join(","), checkedAddOns);

  const values: Record<string, SettingValue> = {};
  for (const setting of settingsOf(target, addOns)) {
    const { key, description, preset, placeholder, asked: isAsked = placeholder !== undefined } = setting;
    if (!isAsked) continue;
    const fallback = [placeholder ?? preset ?? ""].flat().join(",");
    const value = await ask(description, fallback, (text) => checkedValue(setting, text));
    if (String(value) !== fallback) values[key] = value;
  }
  const name = await ask("Name of the project", nameLike(path.basename(path.resolve(folder))), checkedName);
  const yes = await ask(`Write the project to ${path.resolve(folder)}? Write yes or no`, "yes", yesOrNo);
  return yes ? { folder, choice: { name, description: DESCRIPTION, target, addOns, values } } : undefined;
}

/** Asks until the answer is right. */
async function asked<Value>(
  terminal: Interface,
  question: string,
  preset: string,
  check: (text: string) => Checked<Value>,
): Promise<Value> {
  for (;;) {
    const answer = await line(terminal, `${question} [${preset}]: `);
    const checked = check(answer.trim() === "" ? preset : answer.trim());
    if ("value" in checked) return checked.value;
    print(checked.problem);
  }
}

const line = (terminal: Interface, question: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const end = (): void => {
      reject(new Ended());
    };
    terminal.once("close", end);
    terminal.question(question, (answer) => {
      terminal.off("close", end);
      resolve(answer);
    });
  });

function checkedFolder(folder: string): Checked<string> {
  try {
    refuseUsedFolder(path.resolve(folder));
    return { value: folder };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function yesOrNo(text: string): Checked<boolean> {
  const word = text.toLowerCase();
  if (["y", "yes", "n", "no"].includes(word)) return { value: word.startsWith("y") };
  return { problem: "Write yes or no." };
}

const indented = (text: string): string => `  ${text}`;
const print = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join("\n")}\n`);
