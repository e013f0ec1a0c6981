import { randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import { isDeepStrictEqual } from "node:util";
import {
  isProperties,
  plainProperties,
  type Properties,
  Secret,
  stringAt,
  UNKNOWN,
  Unknown,
  type Value,
  withoutSecrets,
} from "../property-values";
import type {
  CheckRequest,
  CheckResult,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResult,
  ReadRequest,
  ReadResult,
  StandIn,
  UpdateRequest,
} from "../stand-in";

/*
 * How each behaviour is known: "command" is github.com/pulumi/pulumi-command 1.2.1, provider/pkg/provider; "infer" is
 * github.com/pulumi/pulumi-go-provider 1.3.0, infer/resource.go, on which it is built.
 */

const TYPE = "command:local:Command";

/** The inputs and their kinds (command, local/base.go and common/inputs.go). */
const INPUTS: Readonly<Record<string, (value: Value) => boolean>> = {
  ...Object.fromEntries(["create", "update", "delete", "stdin", "dir"].map((key) => [key, isText])),
  triggers: Array.isArray,
  interpreter: (value) => Array.isArray(value) && value.every(isText),
  environment: (value) => isProperties(value) && Object.values(value).every(isText),
  // command, local/logging.go.
  logging: (value) => ["stdout", "stderr", "stdoutAndStderr", "none"].some((word) => isTextOf(value, word)),
  addPreviousOutputInEnv: (value) => typeof value === "boolean",
};

/** Inputs of the real provider that no program of ours uses. */
const UNSUPPORTED = ["assetPaths", "archivePaths"];

function isText(value: Value): boolean {
  return value instanceof Unknown || typeof withoutSecrets(value) === "string";
}

function isTextOf(value: Value, word: string): boolean {
  return value instanceof Unknown || withoutSecrets(value) === word;
}

/** Writes a line to the log of a resource, for as long as the operation runs. */
export type Log = (urn: string, line: string) => void;

/** The stand-in of the command provider. It really runs the commands. */
export class CommandProvider implements StandIn {
  readonly name = "command";

  constructor(
    readonly version: string,
    private readonly log: Log = () => undefined,
  ) {}

  configure(): Promise<void> {
    return Promise.resolve();
  }

  /** infer, `decodeCheckingMapErrors`: fields that the inputs do not have, and fields of another kind, are failures. */
  check({ type, news }: CheckRequest): Promise<CheckResult> {
    if (type !== TYPE) throw new Error(`unknown resource type ${type}`);
    const failures = Object.entries(news).flatMap(([property, value]) => {
      if (UNSUPPORTED.includes(property)) throw new Error(`the stand-in of the command provider has no ${property}`);
      const isOfKind = INPUTS[property];
      if (isOfKind === undefined) return [{ property, reason: "Unrecognized field" }];
      return value instanceof Unknown || isOfKind(value instanceof Secret ? value.value : value)
        ? []
        : [{ property, reason: "is of another kind" }];
    });
    return Promise.resolve({ inputs: news, failures });
  }

  /** infer, `diff`: old inputs against new ones; `triggers` alone is tagged `replaceOnChanges` (command, common/inputs.go). */
  diff({ oldInputs, news }: DiffRequest): DiffResult {
    const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])];
    const diffs = keys.filter(
      (key) => !isDeepStrictEqual(withoutSecrets(oldInputs[key] ?? null), withoutSecrets(news[key] ?? null)),
    );
    return { changed: diffs.length > 0, replaces: diffs.filter((key) => key === "triggers"), diffs };
  }

  /** command, commandController.go, `Create`: a preview runs nothing, and the id is the name with eight random digits. */
  async create({ urn, name, properties, preview }: CreateRequest): Promise<{ id: string; properties: Properties }> {
    const id = `${name}${randomBytes(4).toString("hex")}`;
    if (preview) return { id, properties: { ...properties, stdout: UNKNOWN, stderr: UNKNOWN } };
    const outputs = await this.run(urn, stringOf(properties, "create"), properties, NO_OUTPUT);
    return { id, properties: { ...properties, ...outputs } };
  }

  /** infer, `Read`: a resource without a `Read` of its own, as Command is, is what the state says; it cannot be imported. */
  read({ id, inputs, properties }: ReadRequest): Promise<ReadResult> {
    return Promise.resolve({ id, inputs, properties });
  }

  /**
   * command, commandController.go, `Update`: the command `update`, or else `create`, with the former output in its environment. infer,
   * `markComputed`: in a preview all outputs are unknown, because an input has changed.
   */
  async update({ urn, olds, news, preview }: UpdateRequest): Promise<{ properties: Properties }> {
    if (preview) return { properties: { ...news, stdout: UNKNOWN, stderr: UNKNOWN } };
    const outputs = await this.run(urn, stringOf(news, "update") ?? stringOf(news, "create"), news, outputOf(olds));
    return { properties: { ...news, ...outputs } };
  }

  /** command, commandController.go, `Delete`. */
  async delete({ urn, properties }: DeleteRequest): Promise<void> {
    await this.run(urn, stringOf(properties, "delete"), properties, outputOf(properties));
  }

  /** command, commandOutputs.go, `run`. */
  private async run(urn: string, command: string | undefined, inputs: Properties, former: Output): Promise<Output> {
    if (command === undefined) return former;
    const plain = plainProperties(inputs) as unknown as PlainInputs;
    const [program = "", ...args] = plain.interpreter?.length ? plain.interpreter : ["/bin/sh", "-c"];
    const logged = { none: [], stdout: ["stdout"], stderr: ["stderr"], stdoutAndStderr: ["stdout", "stderr"] };
    const streams: readonly string[] = logged[plain.logging ?? "stdoutAndStderr"];
    const env = {
      ...process.env,
      ...plain.environment,
      ...(plain.addPreviousOutputInEnv === false ? {} : variables(former)),
    };
    const child = spawn(program, [...args, command], { cwd: plain.dir ?? process.cwd(), env });
    // A command that ends without reading its standard input is no error of the provider.
    child.stdin.on("error", () => undefined).end(plain.stdin ?? "");
    const output = { stdout: "", stderr: "" };
    let both = "";
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
        both += text;
        if (streams.includes(stream)) for (const line of text.split("\n").filter(Boolean)) this.log(urn, line);
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
}

/** The inputs that `run` reads, after `check`. */
interface PlainInputs {
  readonly interpreter?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly logging?: "none" | "stdout" | "stderr" | "stdoutAndStderr";
  readonly addPreviousOutputInEnv?: boolean;
  readonly dir?: string;
  readonly stdin?: string;
}

/** What a command has printed. */
interface Output extends Properties {
  stdout: string;
  stderr: string;
}

const NO_OUTPUT: Output = { stdout: "", stderr: "" };

const stringOf = (bag: Properties, key: string): string | undefined => stringAt(plainProperties(bag), key);

const outputOf = (state: Properties): Output => ({
  stdout: stringOf(state, "stdout") ?? "",
  stderr: stringOf(state, "stderr") ?? "",
});

/** Empty output is not in the environment. */
const variables = ({ stdout, stderr }: Output): Record<string, string> => ({
  ...(stdout !== "" && { PULUMI_COMMAND_STDOUT: stdout }),
  ...(stderr !== "" && { PULUMI_COMMAND_STDERR: stderr }),
});
