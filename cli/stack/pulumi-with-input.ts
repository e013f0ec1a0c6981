import type { Stack } from "@pulumi/pulumi/automation";
import { spawn } from "node:child_process";
import { UserError } from "../user-error";

/** Runs the Pulumi CLI on a stack, with a text as its standard input. */
export async function pulumiWithInput(
  { name, workspace }: Pick<Stack, "name" | "workspace">,
  args: readonly string[],
  input: string,
): Promise<void> {
  const { pulumiCommand, pulumiHome, envVars, workDir: cwd } = workspace;
  const home = pulumiHome === undefined ? {} : { PULUMI_HOME: pulumiHome };
  const env = { ...process.env, ...home, ...envVars };
  const program = pulumiCommand.command;
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
