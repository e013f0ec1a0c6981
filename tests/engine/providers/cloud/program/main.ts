import { ask } from "../ask";

/*
 * A program with which kubeconfigs log in: hands its arguments on to the cloud at MLPLATFORM_CLOUD, and prints what the cloud
 * answers. Of the environment it hands on what decides who it is. Its settings come from install.ts:
 *   MLPLATFORM_PROGRAM_NAME       its name
 *   MLPLATFORM_PROGRAM_VERSION    what it prints for `--version`
 *   MLPLATFORM_PROGRAM_VARIABLES  the variables of its environment that decide who it is: `AWS_REGION,…`
 */
const setting = (name: string) => process.env[`MLPLATFORM_${name}`] ?? "";

async function main(): Promise<void> {
  // Needs no cloud, and some components ask it at every run.
  if (process.argv[2] === "--version") return void process.stdout.write(`${setting("PROGRAM_VERSION")}\n`);
  const variables = setting("PROGRAM_VARIABLES").split(",");
  const env = Object.fromEntries(variables.map((name) => [name, process.env[name] ?? ""]));
  const question = `program/${setting("PROGRAM_NAME")}`;
  const answer = await ask(setting("CLOUD"), question, { argv: process.argv.slice(2), env });
  process.stdout.write(answer.stdout as string);
  process.stderr.write(answer.stderr as string);
  process.exitCode = answer.code as number;
}

void main();
