import type { Rke2BastionArgs } from "../args";
import { host, privateKey, user } from "../formats";
import { checkedText, portOf, withValues } from "./checked-text";
import { at, type Field } from "./field";
import type { Findings } from "./findings";

/** The key that RKE uses if the file names none. */
const DEFAULT_KEY_PATH = "~/.ssh/id_rsa";

/** The path of the private key for all nodes that have none of their own, and for the bastion. */
export const keyPathOf = (file: Field, findings: Findings): string =>
  findings.text(at(file, "ssh_key_path")) ?? DEFAULT_KEY_PATH;

/** The key of one machine. A text wins over a path, as in RKE; a path that is that of all nodes is left out. */
export function loginOf(
  machine: Field,
  keyPath: string | undefined,
  findings: Findings,
): { sshKey?: string; sshKeyPath?: string } {
  const key = keyText(at(machine, "ssh_key"), findings);
  const path = findings.text(at(machine, "ssh_key_path"));
  if (key !== undefined) return { sshKey: key };
  return path === undefined || path === keyPath ? {} : { sshKeyPath: path };
}

/** The text of a key, which no problem quotes. */
function keyText(field: Field | undefined, findings: Findings): string | undefined {
  const text = findings.text(field);
  const rule = text === undefined ? undefined : privateKey(text);
  if (field !== undefined && rule !== undefined) findings.problem(field, `the value ${rule}.`);
  return text;
}

/** The machine through which RKE reaches the nodes; nothing if it has no address. */
export function bastionOf(file: Field, keyPath: string | undefined, findings: Findings): Rke2BastionArgs | undefined {
  const field = at(file, "bastion_host");
  const address = checkedText(at(field, "address"), findings, host);
  if (field === undefined || address === undefined) return undefined;
  return {
    address,
    ...withValues({
      user: checkedText(at(field, "user"), findings, user),
      port: portOf(at(field, "port"), findings),
      ...loginOf(field, keyPath, findings),
    }),
  };
}
