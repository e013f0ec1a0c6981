import type { Properties } from "../property-values";

/** What a command has printed. */
export interface Output extends Properties {
  stdout: string;
  stderr: string;
}

export const NO_OUTPUT: Output = { stdout: "", stderr: "" };

/** The inputs that both kinds of command have, after `check`. */
export interface CommonInputs {
  readonly environment?: Readonly<Record<string, string>>;
  readonly logging?: "none" | "stdout" | "stderr" | "stdoutAndStderr";
  readonly addPreviousOutputInEnv?: boolean;
  readonly stdin?: string;
}

/** A line for the log of a resource, which the real provider shows while the operation runs, or a lasting one. */
export interface LogLine {
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
  readonly passing: boolean;
}

/** Writes a line to the log of the resource that is worked on. */
export type Log = (line: LogLine) => void;

/** The streams whose lines are logged (command, logging.go). */
export function loggedStreams({ logging = "stdoutAndStderr" }: CommonInputs): readonly string[] {
  return { none: [], stdout: ["stdout"], stderr: ["stderr"], stdoutAndStderr: ["stdout", "stderr"] }[logging];
}

/** What the next command finds of the former output. Empty output is not in its environment. */
export function formerOutput(inputs: CommonInputs, { stdout, stderr }: Output): Record<string, string> {
  if (inputs.addPreviousOutputInEnv === false) return {};
  return {
    ...(stdout !== "" && { PULUMI_COMMAND_STDOUT: stdout }),
    ...(stderr !== "" && { PULUMI_COMMAND_STDERR: stderr }),
  };
}
