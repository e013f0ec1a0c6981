import { Command } from "@pulumi/command/remote/command";
import * as pulumi from "@pulumi/pulumi";
import { quoted, script, type ScriptData, type ScriptPart } from "../scripts";
import type { Connection } from "../ssh/connection";

/** A call of a function of a script. */
export interface Call {
  /** What a plan and an error show. */
  readonly what: string;
  /** The function and its arguments, which everybody on the machine can see. Raw ones are not quoted. */
  readonly call: readonly (string | { readonly raw: string })[];
  /** What the user's shell runs before, as the user itself. */
  readonly before?: string;
}

/** A script that runs on a machine. */
export interface RemoteScript {
  readonly connection: Connection;
  /** The user of the connection. */
  readonly user: string;
  readonly parts: readonly ScriptPart[];
  readonly data: ScriptData;
  /** Absent if nothing runs when the resource is created. */
  readonly create?: Call | pulumi.Output<Call>;
  /** @default that of `create` */
  readonly update?: Call;
  /** Absent if nothing runs when the resource is deleted. */
  readonly delete?: Call;
  /** Whether nothing that it prints may be logged. */
  readonly isQuiet?: boolean;
}

/**
 * A command that runs a script on a machine, as root. Without `create`, the provider does nothing at creation and does not even connect
 * (pulumi-command 1.2.1, commandController.go).
 */
export const remoteCommand = (
  name: string,
  { connection, user, parts, data, isQuiet = false, ...calls }: RemoteScript,
  opts: pulumi.CustomResourceOptions,
): Command =>
  new Command(
    name,
    {
      connection,
      ...(calls.create && { create: pulumi.output(calls.create).apply((call) => textOf(call, user)) }),
      ...(calls.update && { update: textOf(calls.update, user) }),
      ...(calls.delete && { delete: textOf(calls.delete, user) }),
      stdin: script(parts, data),
      // What scripts say about their progress. Standard output is for the program.
      logging: isQuiet ? "none" : "stderr",
      // The SSH server would have to accept such variables.
      addPreviousOutputInEnv: false,
    },
    opts,
  );

/** The text for the user's shell. Its first line is for readers of plans and errors. */
const textOf = ({ what, call, before }: Call, user: string): string =>
  [
    `# ${what}`,
    ...(before === undefined ? [] : [before]),
    `${user === "root" ? "" : "sudo -n "}sh -s -- ${words(call)}`,
  ].join("\n");

const words = (call: Call["call"]): string =>
  call.map((word) => (typeof word === "string" ? quoted(word) : word.raw)).join(" ");
