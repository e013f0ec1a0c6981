import { Command } from "@pulumi/command/local/command";
import type * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { lastLine } from "../nodes/printed";
import { remoteCommand } from "../nodes/remote-command";
import type { BastionSpec, NodeSpec } from "../spec";
import type { Connection } from "./connection";
import { lookAt } from "./reach";

/** A host key, and the command that asked for it. */
export interface HostKey {
  readonly command: pulumi.Resource;
  readonly key: pulumi.Output<string>;
}

/** A machine that has a host key. */
export interface KeyHolder {
  /** Name of the command. */
  readonly name: string;
  /** What errors call the machine. */
  readonly called: string;
  readonly machine: NodeSpec | BastionSpec;
}

/** Inputs that only count when the command is created. A recorded key must not change when something of the command does. */
const ONLY_ONCE = ["create", "interpreter", "environment", "stdin", "connection"];

/**
 * The host key of a machine. A key that is given is compared with that of the machine, so that a wrong one has a clear error, and a machine
 * that cannot be reached too. Otherwise the key of the first time is kept in the state.
 */
export function hostKeyOf(
  { name, called, machine }: KeyHolder,
  bastion: Connection | undefined,
  opts: pulumi.CustomResourceOptions,
): HostKey {
  const { address, port, hostKey } = machine;
  const expected = hostKey?.trim().split(/\s+/).slice(0, 2).join(" ");
  const create = `read the host key of ${called}`;
  const options = { ...opts, ignoreChanges: ONLY_ONCE };
  const command =
    bastion === undefined
      ? new Command(name, { create, ...lookAt({ called, machine, hostKey: expected, logsIn: false }) }, options)
      : remoteCommand(
          name,
          {
            connection: bastion,
            // Nothing of it needs root.
            user: "root",
            parts: ["host-key"],
            data: { NODE: called, ADDRESS: address, PORT: String(port), EXPECTED: expected ?? "" },
            create: { what: create, call: ["host_key"] },
          },
          options,
        );
  return { command, key: expected === undefined ? lastLine(command.stdout) : afterwards(expected, command.stdout) };
}

const afterwards = (value: string, output: pulumi.Output<string>): pulumi.Output<string> => output.apply(() => value);

/** As `ssh-keygen -l` shows a key. */
export const fingerprint = (key: string): string =>
  `SHA256:${createHash("sha256")
    .update(Buffer.from(key.split(" ")[1] ?? "", "base64"))
    .digest("base64")
    .replace(/=+$/, "")}`;
