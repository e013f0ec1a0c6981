import type { Stack } from "@pulumi/pulumi/automation";
import { spawn } from "node:child_process";
import { UserError } from "../user-error";

type Environment = Readonly<Record<string, string>>;

/** What a stack's own settings add to the environment of the Pulumi CLI. */
const environmentOf = ({ pulumiHome, envVars }: Stack["workspace"]): Environment => ({
  ...(pulumiHome === undefined ? {} : { PULUMI_HOME: pulumiHome }),
  ...envVars,
});

/** Runs the Pulumi CLI on the stack; rejects with the Automation API's errors. */
export async function pulumi(
  { name, workspace }: Pick<Stack, "name" | "workspace">,
  args: readonly string[],
): Promise<string> {
  const command = workspace.pulumiCommand as unknown as CommandRunner;
  const { stdout } = await command.run([...args, "--stack", name], workspace.workDir, environmentOf(workspace));
  return stdout;
}

/** A method of `PulumiCommand` that its type does not declare (@pulumi/pulumi 3.248, automation/cmd.js). */
interface CommandRunner {
  run(args: string[], cwd: string, env: Environment): Promise<{ stdout: string }>;
}

/** Runs the Pulumi CLI on a stack, with a text as its standard input. */
export async function pulumiWithInput(
  { name, workspace }: Pick<Stack, "name" | "workspace">,
  args: readonly string[],
  input: string,
): Promise<void> {
  const env = { ...process.env, ...environmentOf(workspace) };
  const { workDir: cwd } = workspace;
  const program = workspace.pulumiCommand.command;
  const errors = await new Promise<string | undefined>((resolve, reject) => {
    const child = spawn(program, [...args, "--stack", name], { cwd, env, stdio: ["pipe", "ignore", "pipe"] });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0 ? undefined : errors));
    child.stdin.on("error", () => undefined); // it may end without reading its input
    child.stdin.end(input);
  });
  if (errors !== undefined) throw new UserError(`pulumi ${args.slice(0, 2).join(" ")} failed: ${errors.trim()}`);
}
