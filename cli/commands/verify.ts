import { readFileSync } from "node:fs";
import type * as tty from "node:tty";
import { readArguments, type Command } from "../command";
import { Interruption } from "../interruption";
import { endProcess } from "../output";
import { UsageError } from "../user-error";
import type * as text from "../verify/findings-text";
import type { Json } from "../verify/models/protocol";
import type * as waitingLine from "../verify/waiting-line";
import type * as verify from "../verify/verify";

/** `mlplatform verify`: asks the live platform whether it answers. */
export const command: Command = {
  summary: "Asks the platform of a stack whether everything answers",
  usage:
    "verify [program] [--stack <name>] [--cwd <folder>] [--timeout <seconds>] [--request <model>=<file>]... [--json]",
  help: `Reads what a stack has created, and asks each part whether it answers: the cluster, its nodes and a new volume; gateways, their
names in DNS and certificates; Seldon Core's operator; each model by REST and gRPC; Pachyderm, JupyterHub and Rancher. All is
asked at the same time. Nothing is changed, but for a volume that is provisioned and deleted again.

  program                the program whose stack it is, if no stack is named

Flags
  --stack <name>         the stack (default: the program's name, else the stack that pulumi has selected)
  --cwd <folder>         where to look for Pulumi.yaml (default: this folder and its parents)
  --timeout <seconds>    how long all checks together may take (default: 120)
  --request <model>=<file>
                         asks this model for a prediction: the file is the JSON that it takes by REST; may be repeated.
                         Without it, a model is asked whether it serves, and predicts nothing
  --json                 prints the results as JSON: component, check, result, detail, hint, seconds
  --debug                shows where an error came from

Results: pass; fail: the answer is wrong; unreachable: there is no answer; skipped: it could not be asked, and why.
Exit code: 0 without a fail or unreachable, else 1; 2 for a wrong command line; 130 after Ctrl-C, SIGTERM or SIGHUP.

It runs the Pulumi CLI and kubectl.`,

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const { cwd = process.cwd(), stack, json: asJson = false } = values;
    const seconds = readSeconds(values.timeout);
    const requests = readRequests(values.request);
    const { projectVerify, findingsText, findingsJson, WaitingLine } = verifying();
    const { isTTY: isWatched = false, columns: room } = process.stderr as Partial<tty.WriteStream>;
    const waiting = new WaitingLine(isWatched ? (line) => void process.stderr.write(line) : undefined, room);
    const interruption = new Interruption({
      onFirst: () => {
        waiting.clear();
        printMessage("Interrupted: removing what the checks created. Ctrl-C again ends at once.");
      },
      onUnheard: () => {
        endProcess(130);
      },
    });
    const request = { cwd, program: positionals[0], stack, seconds, requests, interruption, print: printMessage };
    const verified = interruption.during(() =>
      projectVerify({
        ...request,
        onBegin: (checks) => {
          waiting.begin(checks);
        },
        onEnd: (finding) => {
          waiting.end(finding);
        },
      }),
    );
    const findings = await verified.finally(() => {
      waiting.clear();
    });
    const { isTTY: isTerminal = false, columns } = process.stdout as Partial<tty.WriteStream>;
    const colours = isTerminal && !process.env["NO_COLOR"];
    const width = isTerminal ? (columns ?? 80) : 120;
    process.stdout.write(asJson ? findingsJson(findings) : findingsText(findings, { width, colours }));
    return findings.some(({ result }) => result === "fail" || result === "unreachable") ? 1 : 0;
  },
};

/* eslint-disable @typescript-eslint/no-require-imports -- loads the Pulumi SDK, too slow for a usage text */
const verifying = () => {
  require("../../recorder/sdk"); // first, or the SDK loads TypeScript
  return {
    ...(require("../verify/verify") as typeof verify),
    ...(require("../verify/findings-text") as typeof text),
    ...(require("../verify/waiting-line") as typeof waitingLine),
  };
};
/* eslint-enable @typescript-eslint/no-require-imports */

const FLAGS = {
  stack: { type: "string" },
  cwd: { type: "string" },
  timeout: { type: "string" },
  request: { type: "string", multiple: true },
  json: { type: "boolean" },
} as const;

const LONGEST_SECONDS = 3600;

function readSeconds(given = "120"): number {
  const seconds = Number(given);
  if (/^\d+$/.test(given) && seconds >= 1 && seconds <= LONGEST_SECONDS) return seconds;
  throw new UsageError(`--timeout takes a whole number of seconds from 1 to ${LONGEST_SECONDS}, not '${given}'.`);
}

function readRequests(given: readonly string[] = []): Map<string, Json> {
  const requests = new Map<string, Json>();
  for (const text of given) {
    const at = text.indexOf("=");
    if (at < 1 || at === text.length - 1) throw new UsageError(`--request takes <model>=<file>, not '${text}'.`);
    const [model, file] = [text.slice(0, at), text.slice(at + 1)];
    if (requests.has(model)) throw new UsageError(`--request names ${model} twice.`);
    requests.set(model, readJson(file));
  }
  return requests;
}

function readJson(file: string): Json {
  let content;
  try {
    content = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(
      `--request: ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
    );
  }
  try {
    return JSON.parse(content) as Json;
  } catch {
    throw new UsageError(`--request: ${file} is not JSON.`);
  }
}

/** Messages about the command go beside its results. */
const printMessage = (line: string): void => void process.stderr.write(`${line}\n`);
