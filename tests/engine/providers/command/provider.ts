import { randomBytes } from "node:crypto";
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
import { copyToRemote, isSame, isSource, missingFields, needsCopy, sourceProblems } from "./copy-to-remote";
import { runLocally } from "./local-command";
import { type Log, type LogLine, NO_OUTPUT, type Output } from "./output";
import { connectionProblems, runRemotely, withDefaults } from "./remote-command";

/*
 * How each behaviour is known: "command" is github.com/pulumi/pulumi-command 1.2.1, provider/pkg/provider; "infer" is
 * github.com/pulumi/pulumi-go-provider 1.3.0, infer/resource.go, on which it is built.
 */

/** The inputs of both kinds of command (command, common/inputs.go). */
const COMMON_INPUTS: Readonly<Record<string, (value: Value) => boolean>> = {
  ...Object.fromEntries(["create", "update", "delete", "stdin"].map((key) => [key, isText])),
  triggers: Array.isArray,
  environment: (value) => isProperties(value) && Object.values(value).every(isText),
  // command, local/logging.go and remote/logging.go.
  logging: (value) => ["stdout", "stderr", "stdoutAndStderr", "none"].some((word) => isTextOf(value, word)),
  addPreviousOutputInEnv: (value) => typeof value === "boolean",
};

const COPY = "command:remote:CopyToRemote";

/** The inputs of each type and their kinds (command, local/base.go, remote/command.go and remote/copy.go). */
const INPUTS: Readonly<Record<string, typeof COMMON_INPUTS>> = {
  "command:local:Command": {
    ...COMMON_INPUTS,
    dir: isText,
    interpreter: (value) => Array.isArray(value) && value.every(isText),
  },
  "command:remote:Command": { ...COMMON_INPUTS, connection: isProperties },
  [COPY]: { connection: isProperties, triggers: Array.isArray, source: isSource, remotePath: isText },
};

/** Inputs of the real provider that no program of ours uses. */
const UNSUPPORTED = ["assetPaths", "archivePaths"];

function isText(value: Value): boolean {
  return value instanceof Unknown || typeof withoutSecrets(value) === "string";
}

function isTextOf(value: Value, word: string): boolean {
  return value instanceof Unknown || withoutSecrets(value) === word;
}

/** The stand-in of the command provider. It really runs the commands. */
export class CommandProvider implements StandIn {
  readonly name = "command";

  constructor(
    readonly version: string,
    private readonly log: (urn: string, line: LogLine) => void = () => undefined,
    /** The program that reaches machines over SSH. @default the stand-in runs no remote command */
    private readonly sshClient = "",
  ) {}

  configure(): Promise<void> {
    return Promise.resolve();
  }

  /** infer, `decodeCheckingMapErrors`: fields that the inputs do not have, and fields of another kind, are failures. */
  check({ type, news }: CheckRequest): Promise<CheckResult> {
    const kinds = INPUTS[type];
    if (kinds === undefined) throw new Error(`unknown resource type ${type}`);
    const failures = Object.entries(news).flatMap(([property, value]) => {
      if (UNSUPPORTED.includes(property)) throw new Error(`the stand-in of the command provider has no ${property}`);
      const isOfKind = kinds[property];
      if (isOfKind === undefined) return [{ property, reason: "Unrecognized field" }];
      return value instanceof Unknown || isOfKind(value instanceof Secret ? value.value : value)
        ? []
        : [{ property, reason: "is of another kind" }];
    });
    if (kinds["connection"] === undefined) return Promise.resolve({ inputs: news, failures });
    const ofCopy = type === COPY ? [...missingFields(news), ...sourceProblems(news)] : [];
    const all = [...failures, ...connectionProblems(news), ...ofCopy];
    return Promise.resolve({ inputs: withDefaults(news), failures: all });
  }

  /** infer, `diff`: old inputs against new ones; `triggers` alone is tagged `replaceOnChanges` (command, common/inputs.go). */
  diff({ oldInputs, news }: DiffRequest): DiffResult {
    const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])];
    const diffs = keys.filter((key) => !isSame(oldInputs[key], news[key]));
    return { changed: diffs.length > 0, replaces: diffs.filter((key) => key === "triggers"), diffs };
  }

  /** command, commandController.go, `Create`: a preview runs nothing, and the id is the name with eight random digits. */
  async create({
    urn,
    type,
    name,
    properties,
    preview,
  }: CreateRequest): Promise<{ id: string; properties: Properties }> {
    const id = `${name}${randomBytes(4).toString("hex")}`;
    if (type === COPY) {
      if (!preview) await this.copy(urn, properties);
      return { id: preview ? "" : randomBytes(4).toString("hex"), properties };
    }
    if (preview) return { id, properties: { ...properties, stdout: UNKNOWN, stderr: UNKNOWN } };
    const outputs = await this.run({ urn, type }, stringOf(properties, "create"), properties, NO_OUTPUT);
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
  async update({ urn, type, olds, news, preview }: UpdateRequest): Promise<{ properties: Properties }> {
    if (type === COPY) {
      if (!preview && needsCopy(olds, news)) await this.copy(urn, news);
      return { properties: news };
    }
    if (preview) return { properties: { ...news, stdout: UNKNOWN, stderr: UNKNOWN } };
    const outputs = await this.run(
      { urn, type },
      stringOf(news, "update") ?? stringOf(news, "create"),
      news,
      outputOf(olds),
    );
    return { properties: { ...news, ...outputs } };
  }

  /** command, commandController.go, `Delete`. What was copied has none, and stays on the machine. */
  async delete({ urn, type, properties }: DeleteRequest): Promise<void> {
    if (type === COPY) return;
    await this.run({ urn, type }, stringOf(properties, "delete"), properties, outputOf(properties));
  }

  private copy(urn: string, inputs: Properties): Promise<void> {
    return copyToRemote(this.sshClient, plainProperties(inputs), (line) => {
      this.log(urn, line);
    });
  }

  /** A resource without the command does nothing, and keeps its output. */
  private async run(
    { urn, type }: Pick<CreateRequest, "urn" | "type">,
    command: string | undefined,
    inputs: Properties,
    former: Output,
  ): Promise<Output> {
    if (command === undefined) return former;
    const log: Log = (line) => {
      this.log(urn, line);
    };
    const plain = plainProperties(inputs);
    return type === "command:local:Command"
      ? runLocally(command, plain, former, log)
      : runRemotely(this.sshClient, command, plain, former, log);
  }
}

const stringOf = (bag: Properties, key: string): string | undefined => stringAt(plainProperties(bag), key);

const outputOf = (state: Properties): Output => ({
  stdout: stringOf(state, "stdout") ?? "",
  stderr: stringOf(state, "stderr") ?? "",
});
