import type { CommandArgs } from "@pulumi/command/local/command";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { BastionSpec, NodeSpec } from "../spec";
import { privateKeyOf } from "./connection";

/** The program that looks whether a machine can be reached. */
export const REACH_PROGRAM = readFileSync(path.join(__dirname, "reach-program.cjs"), "utf8");

/** A machine through which others are reached. */
export interface Bastion {
  readonly spec: BastionSpec;
  readonly hostKey: pulumi.Input<string>;
}

/** A machine to look at. */
export interface Look {
  /** What errors call it. */
  readonly called: string;
  readonly machine: NodeSpec | BastionSpec;
  /** @default any */
  readonly hostKey?: pulumi.Input<string>;
  readonly bastion?: Bastion;
  /** Whether the user logs in, too. Behind a bastion it always does, because nothing else is seen from here. */
  readonly logsIn: boolean;
  /** What to do with a machine that is gone. @default to look whether it is on */
  readonly advice?: string;
}

/** Inputs of a local command that looks at a machine. When it does, is the caller's. */
export const lookAt = ({
  called,
  machine,
  hostKey,
  bastion,
  logsIn,
  advice,
}: Look): Omit<CommandArgs, "environment"> & { readonly environment: Record<string, pulumi.Input<string>> } => ({
  interpreter: ["node", "-e", REACH_PROGRAM],
  environment: {
    MLPLATFORM_NODE: called,
    MLPLATFORM_HOST: machine.address,
    MLPLATFORM_PORT: String(machine.port),
    ...(hostKey !== undefined && { MLPLATFORM_HOST_KEY: hostKey }),
    ...(bastion !== undefined && { MLPLATFORM_BASTION: placeOf(bastion) }),
    ...((logsIn || bastion !== undefined) && { MLPLATFORM_USER: machine.user }),
    ...(advice !== undefined && { MLPLATFORM_ADVICE: advice }),
  },
  ...((logsIn || bastion !== undefined) && {
    stdin: keysOf([machine, ...(bastion === undefined ? [] : [bastion.spec])]),
  }),
  logging: "stderr",
  addPreviousOutputInEnv: false,
});

const placeOf = ({ spec: { address, port, user }, hostKey }: Bastion): pulumi.Output<string> =>
  pulumi.interpolate`${address} ${String(port)} ${user} ${hostKey}`;

/** The private keys, each in a line of its own, as the program wants them. */
const keysOf = (machines: readonly (NodeSpec | BastionSpec)[]): pulumi.Output<string> =>
  pulumi.secret(
    pulumi
      .all(machines.map(({ sshKey, sshKeyPath }) => privateKeyOf(sshKey, sshKeyPath)))
      .apply((keys) => [...new Set(keys)].map((key) => `${key.trim().replace(/\r?\n/g, "|")}\n`).join("")),
  );
