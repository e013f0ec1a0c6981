/** An error of the Pulumi CLI, as the Automation API throws it (@pulumi/pulumi 3.248, automation/errors.js). */
interface CommandError {
  readonly name: string;
  readonly message: string;
}

/** By name, because the program's folder may contain another copy of the SDK. */
const NAMES = ["CommandError", "StackNotFoundError", "StackAlreadyExistsError", "InlineSourceRuntimeError"];

export const isPulumiFailure = (error: CommandError): boolean => NAMES.includes(error.name);

/** What the Pulumi CLI reports, in one line, with the way out if it is known. */
export function pulumiFailure({ message }: CommandError): string {
  const [, output = message] = /^ stderr: ([\s\S]*?)(?:^ err\?: |$(?![\s\S]))/m.exec(message) ?? [];
  const [reason = ""] = reasonsIn(output);
  const advice = ADVICE.find(([pattern]) => pattern.test(output))?.[1];
  const sentence = reason === "" ? "The Pulumi CLI failed without saying why." : reason.replace(/\.?$/, ".");
  return advice === undefined ? sentence : `${sentence} ${advice}`;
}

/** The lines that start with `error:`; else the lines that are not from the Automation API. */
function reasonsIn(output: string): string[] {
  const errors = [...output.matchAll(/^error: (.+)$/gm)].map(([, text = ""]) => text);
  const lines = output.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("Command failed with"));
  return (errors.length > 0 ? errors : lines).map((line) => line.trim());
}

/** The errors of the Pulumi CLI (pkg/v3 3.246) that a user meets before anything runs, and what to do. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /failed to load checkpoint|missing required '\w+' field/i,
    "The state file of the stack is damaged. Restore it from a backup: <stack>.json.bak beside it is the state before the last change.",
  ],
  [
    /incorrect passphrase|passphrase must be set|get passphrase/i,
    "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the passphrase of this stack.",
  ],
  [
    /PULUMI_ACCESS_TOKEN must be set|not logged in|could not get cloud url|please run .?pulumi login/i,
    "Log in with pulumi login, or with pulumi login --local for a folder on this computer.",
  ],
  [
    /language plugin|pulumi-language-nodejs/i,
    "The language host for Node.js is part of the Pulumi CLI; install all of it: https://www.pulumi.com/docs/install/",
  ],
  [
    /no such host|connection refused|i\/o timeout|TLS handshake|unable to check if bucket|open bucket|could not list bucket|problem logging in/i,
    "Check with pulumi whoami --verbose where the stacks are stored, and whether this computer can reach it.",
  ],
];
