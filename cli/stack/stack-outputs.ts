import { execFile } from "node:child_process";
import type { StackOutputs } from "../../recorder";
import { UserError } from "../user-error";

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

async function stackOutput(flags: readonly string[], cwd: string, limitMs: number): Promise<Record<string, unknown>> {
  const args = ["stack", "output", "--json", "--non-interactive", ...flags];
  const options = { cwd, timeout: limitMs, killSignal: "SIGKILL", maxBuffer: 64 * 1024 * 1024 } as const;
  const printed = await new Promise<string>((resolve, reject) => {
    execFile("pulumi", args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new UserError(reasonOf(error, stderr, limitMs)));
    });
  });
  try {
    return JSON.parse(printed) as Record<string, unknown>;
  } catch {
    throw new UserError("pulumi stack output --json did not print JSON.");
  }
}

function reasonOf(error: Error & { code?: unknown; killed?: boolean }, stderr: string, limitMs: number): string {
  if (error.code === "ENOENT") return "there is no `pulumi` on the PATH.";
  if (error.killed === true) return `pulumi stack output did not end within ${limitMs / 1000} s.`;
  const [, message = "pulumi stack output failed"] = /^error: (.+)$/m.exec(stderr) ?? [];
  return message.replace(/\.?$/, ".");
}
