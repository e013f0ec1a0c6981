import { createDecipheriv, pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { SECRET_SIGNATURE, SIGNATURE } from "../../../recorder/signatures";

/** The passphrase of every stack of the engine tests. */
export const PASSPHRASE = "test";

/** The part of a state that says how its secrets are encrypted: `v1:<salt>:<a test value>`. */
export interface Encrypted {
  readonly secrets_providers?: { readonly state: { readonly salt: string } };
}

const keys = new Map<string, Promise<Buffer>>();

/**
 * A state with its secrets in plain text. `pulumi stack output --show-secrets` and `pulumi stack export --show-secrets` do the
 * same, in a process of more than half a second each time (pkg/v3 3.246, secrets/passphrase; sdk/v3, resource/config/crypt.go).
 */
export async function decrypted<T extends Encrypted>(state: T): Promise<T> {
  const { salt } = state.secrets_providers?.state ?? {};
  if (salt === undefined) return state;
  const [, encoded = ""] = salt.split(":");
  // A million rounds, as for every stack: once for each.
  const derived =
    keys.get(encoded) ?? promisify(pbkdf2)(PASSPHRASE, Buffer.from(encoded, "base64"), 1_000_000, 32, "sha256");
  keys.set(encoded, derived);
  const key = await derived;
  return JSON.parse(JSON.stringify(state), (_, value: unknown) =>
    isSecret(value) ? open(value.ciphertext, key) : value,
  ) as T;
}

const isSecret = (value: unknown): value is { readonly ciphertext: string } =>
  typeof value === "object" && value !== null && (value as Record<string, unknown>)[SIGNATURE] === SECRET_SIGNATURE;

/** Opens `v1:<nonce>:<AES-256-GCM with its tag in the end>`, whose text is the value as JSON. */
function open(ciphertext: string, key: Buffer): unknown {
  const [, nonce = "", sealed = ""] = ciphertext.split(":");
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(bytes.subarray(-16));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString());
}
