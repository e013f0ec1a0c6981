import { ToolFailed } from "../cluster/access";

/** How a check ended. `unreachable`: nothing answered; `fail`: something answered, but not as it should. */
export type Result = "pass" | "fail" | "unreachable" | "skipped";

/** What a check found. */
export interface Outcome {
  readonly result: Result;
  /** What was found, in one sentence without a full stop. */
  readonly detail: string;
  /** What to do about it. */
  readonly hint?: string;
}

export const pass = (detail: string, hint?: string): Outcome => ({ result: "pass", detail, hint });
export const fail = (detail: string, hint?: string): Outcome => ({ result: "fail", detail, hint });
export const skipped = (detail: string, hint?: string): Outcome => ({ result: "skipped", detail, hint });
export const unreachable = (detail: string, hint?: string): Outcome => ({ result: "unreachable", detail, hint });

/** An outcome that ends a check, from any depth. */
export class Ended extends Error {
  override readonly name = "Ended";

  constructor(readonly outcome: Outcome) {
    super(outcome.detail);
  }
}

/** The outcome of a check that threw. A tool that failed, such as kubectl, has said why. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof Ended) return error.outcome;
  if (error instanceof ToolFailed)
    return isNoAnswer(error.message) ? unreachable(lastLine(error)) : fail(lastLine(error));
  return fail(error instanceof Error ? error.message : String(error));
}

/** How kubectl (1.35) says that no API server answered, or not in time. */
const NO_ANSWER = [
  /connection to the server .* was refused/i,
  /connect: connection refused/i,
  /no such host/i,
  /server misbehaving/i,
  /i\/o timeout/i,
  /network is unreachable|no route to host/i,
  /TLS handshake timeout/i,
  /Client\.Timeout exceeded|context deadline exceeded/i,
  /did not end within/,
  /\bEOF$/m,
];

const isNoAnswer = (message: string): boolean => NO_ANSWER.some((pattern) => pattern.test(message));

/** kubectl first repeats what it tried; the last line says why it gave up. */
const lastLine = ({ message }: Error): string =>
  (
    message
      .replace(/^(kubectl|helm) failed: /, "")
      .trim()
      .split("\n")
      .at(-1) ?? message
  ).replace(/\.$/, "");
