import { execFile } from "node:child_process";
import type { Stack } from "@pulumi/pulumi/automation";
import type { StackOutputs } from "../../recorder";
import { UserError } from "../user-error";
import { pulumi } from "./pulumi";

/** The Pulumi CLI prints this instead of a secret. */
const MASK = "[secret]";

/**
 * Reads the outputs of a stack with the user's own Pulumi CLI. It runs in the project's folder, so that it finds the backend
 * and the key of the secrets as `pulumi up` does.
 */
export async function readStack(stack: string, projectDir: string, limitMs = 60_000): Promise<StackOutputs> {
  const read = (...flags: string[]) => stackOutput(["--stack", stack, ...flags], projectDir, limitMs);
  const masked = await read();
  return { masked, open: JSON.stringify(masked).includes(MASK) ? await read("--show-secrets") : masked };
}

/** The same with the Pulumi CLI and the environment of a workspace of the Automation API. */
export async function readStackOf(workspace: Stack["workspace"], name: string): Promise<StackOutputs> {
  const read = async (...flags: string[]) =>
    JSON.parse(await pulumi({ name, workspace }, ["stack", "output", "--json", ...flags])) as StackOutputs["open"];
  const masked = await read();
  return { masked, open: JSON.stringify(masked).includes(MASK) ? await read("--show-secrets") : masked };
}

/** The config of a stack with decrypted secrets, by key with namespace. */
export const readConfig = (
  stack: string,
  projectDir: string,
  limitMs = 60_000,
): Promise<Record<string, { readonly value?: string; readonly secret?: boolean }>> =>
  pulumiJson("config", ["--show-secrets", "--stack", stack], projectDir, limitMs) as ReturnType<typeof readConfig>;

const stackOutput = (flags: readonly string[], cwd: string, limitMs: number): Promise<Record<string, unknown>> =>
  pulumiJson("stack output", flags, cwd, limitMs);

async function pulumiJson(
  command: string,
  flags: readonly string[],
  cwd: string,
  limitMs: number,
): Promise<Record<string, unknown>> {
  const args = [...command.split(" "), "--json", "--non-interactive", ...flags];
  const options = { cwd, timeout: limitMs, killSignal: "SIGKILL", maxBuffer: 64 * 1024 * 1024 } as const;
  const printed = await new Promise<string>((resolve, reject) => {
    execFile("pulumi", args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new UserError(reasonOf(command, error, stderr, limitMs)));
    });
  });
  try {
    return JSON.parse(printed) as Record<string, unknown>;
  } catch {
    throw new UserError(`pulumi ${command} --json did not print JSON.`);
  }
}

type Failure = Error & { code?: unknown; killed?: boolean };

function reasonOf(command: string, error: Failure, stderr: string, limitMs: number): string {
  if (error.code === "ENOENT") return "there is no `pulumi` on the PATH.";
  if (error.killed === true) return `pulumi ${command} did not end within ${limitMs / 1000} s.`;
  const [, message = `pulumi ${command} failed`] = /^error: (.+)$/m.exec(stderr) ?? [];
  return message.replace(/\.?$/, ".");
}
