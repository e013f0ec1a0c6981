import { spawn } from "node:child_process";
import type { Properties } from "../property-values";
import { type CommonInputs, formerOutput, type Log, loggedStreams, type Output } from "./output";

interface LocalInputs extends CommonInputs {
  readonly interpreter?: readonly string[];
  readonly dir?: string;
}

/** Runs a command on this machine (command, local/commandOutputs.go, `run`). */
export async function runLocally(command: string, inputs: Properties, former: Output, log: Log): Promise<Output> {
  const plain = inputs as unknown as LocalInputs;
  const [program = "", ...args] = plain.interpreter?.length ? plain.interpreter : ["/bin/sh", "-c"];
  const streams = loggedStreams(plain);
  const env = { ...process.env, ...plain.environment, ...formerOutput(plain, former) };
  const child = spawn(program, [...args, command], { cwd: plain.dir ?? process.cwd(), env });
  // A command that ends without reading its standard input is no error of the provider.
  child.stdin.on("error", () => undefined).end(plain.stdin ?? "");
  const output = { stdout: "", stderr: "" };
  let both = "";
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
      both += text;
      if (!streams.includes(stream)) return;
      for (const message of text.split("\n").filter(Boolean)) log({ severity: "info", message, passing: true });
    });
  }
  const failure = await new Promise<string | undefined>((resolve) => {
    child.on("error", ({ message }) => resolve(message));
    child.on("close", (code, signal) =>
      resolve(code === 0 ? undefined : code === null ? `signal: ${String(signal)}` : `exit status ${code}`),
    );
  });
  // The error has all output, also that of streams that are not logged.
  if (failure !== undefined) throw new Error(`${failure}: running ${JSON.stringify(command)}:\n${both}`);
  const trimmed = (text: string): string => text.replace(/\n$/, "");
  return { stdout: trimmed(output.stdout), stderr: trimmed(output.stderr) };
}
