import type { Need } from "../needs";

/** What a machine needs to make a cluster of RKE2 on other machines. */
export const needs: readonly Need[] = [
  {
    name: "ssh-keyscan",
    why: "It reads the host keys of machines whose hostKey is not written.",
    get: "Install the client of OpenSSH.",
    tool: { program: "ssh-keyscan" },
  },
  {
    name: "SSH key",
    why: "The machines are reached with it. The program may name another file, or take the key from its config.",
    get: "Run ssh-keygen -t ed25519, leave the passphrase empty, and copy the public key to each machine with ssh-copy-id.",
    optional: true,
    anyOf: [{ file: "~/.ssh/id_ed25519" }, { file: "~/.ssh/id_ecdsa" }, { file: "~/.ssh/id_rsa" }],
  },
];
