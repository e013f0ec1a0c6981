import { ask } from "../../cloud/ask";

/*
 * The program `aws` of tests: hands its arguments on to the cloud at MLPLATFORM_CLOUD, and prints what the cloud answers.
 * Of the environment it hands on what decides who it is.
 */
const VERSION = "aws-cli/2.31.0 Python/3.13.7 Linux/6.1\n";
const DECIDES = ["AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"];

async function main(): Promise<void> {
  // Needs no cloud, and the component asks it at every run.
  if (process.argv[2] === "--version") return void process.stdout.write(VERSION);
  const env = Object.fromEntries(DECIDES.map((name) => [name, process.env[name] ?? ""]));
  const answer = await ask(process.env.MLPLATFORM_CLOUD ?? "", "aws-cli", { argv: process.argv.slice(2), env });
  process.stdout.write(answer.stdout as string);
  process.stderr.write(answer.stderr as string);
  process.exitCode = answer.code as number;
}

void main();
