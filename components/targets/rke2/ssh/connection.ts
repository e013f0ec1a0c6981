import type { remote } from "@pulumi/command/types/input";
import * as pulumi from "@pulumi/pulumi";
import type { BastionSpec, NodeSpec } from "../spec";
import { readLocalFile } from "../local-file";

/** How Pulumi reaches a machine. All of it is a secret in the state, because the key is. */
export type Connection = remote.ConnectionArgs;

/** A machine that does not answer is given up after about two minutes; one that refuses connections, after ten seconds. */
const PATIENCE = { dialErrorLimit: 10, perDialTimeout: 10 };

/** The connection to a machine, which must have this host key. */
export const connectionTo = (
  { address, port, user, sshKey, sshKeyPath }: NodeSpec | BastionSpec,
  hostKey: pulumi.Input<string>,
  proxy?: Connection,
): Connection => ({
  host: address,
  port,
  user,
  privateKey: privateKeyOf(sshKey, sshKeyPath),
  hostKey,
  ...PATIENCE,
  ...(proxy !== undefined && { proxy: proxy }),
});

/** The text of the key, without what an editor or an indentation put around it. Whether its file can be read was checked before. */
export function privateKeyOf(text: pulumi.Input<string> | undefined, file = ""): pulumi.Output<string> {
  if (text !== undefined) return pulumi.secret(text).apply(trimmed);
  const read = readLocalFile(file);
  return pulumi.secret("text" in read ? trimmed(read.text) : "");
}

const trimmed = (text: string): string => `${text.trim()}\n`;
