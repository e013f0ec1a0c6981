import assert from "node:assert/strict";
import type { Host } from "../hosts/host";

/** Files in which RKE2 itself keeps its token, the keys of its store and the credentials of its admin. */
const RKE2S_OWN =
  /^\/(etc\/rancher\/rke2\/(config|rke2)\.yaml|var\/lib\/rancher\/rke2\/server\/(node-token|db\/etcd\/token))$/;

/**
 * Asserts that secrets, as they are or in base64, are in none of these texts, and on machines only in RKE2's own files, which only
 * root can read.
 */
export async function assertSecretsAreHidden(
  secrets: Readonly<Record<string, string>>,
  places: Readonly<Record<string, string>>,
  hosts: readonly Host[],
): Promise<void> {
  const files = await Promise.all(hosts.map(async (host) => [host, await host.changedFiles()] as const));
  for (const [name, secret] of Object.entries(secrets)) {
    assert.ok(secret.length >= 16, `${name} is long enough to be found`);
    for (const form of [secret, Buffer.from(secret).toString("base64").slice(0, -4)]) {
      for (const [place, text] of Object.entries(places)) assert.ok(!text.includes(form), `${name} in the ${place}`);
      for (const [host, changed] of files) {
        for (const [path, text = ""] of changed) {
          if (!text.includes(form)) continue;
          assert.match(path, RKE2S_OWN, `${name} in ${path} of ${host.hostname}`);
          assert.ok(await host.isPrivate(path), `${path} of ${host.hostname}`);
        }
      }
    }
  }
}

/** The last part of a private key, which no other text has. */
export function bodyOfKey(pem: string): string {
  const body = pem.split("\n").slice(1, -2).join("");
  assert.ok(body.length > 100);
  return body.slice(-60);
}
