import assert from "node:assert/strict";
import type { Host } from "../hosts/host";
import { Search, type Secrets } from "../secrets/search";

/** Files in which RKE2 itself keeps its token, the keys of its store and the credentials of its admin. */
const RKE2S_OWN =
  /^\/(etc\/rancher\/rke2\/(config|rke2)\.yaml|var\/lib\/rancher\/rke2\/server\/(node-token|db\/etcd\/token))$/;

/**
 * Asserts that secrets are in none of these texts, in any form, and on machines only in RKE2's own files, which only root can read.
 */
export async function assertSecretsAreHidden(
  secrets: Secrets,
  places: Readonly<Record<string, string>>,
  hosts: readonly Host[],
): Promise<void> {
  const search = new Search(secrets);
  for (const [place, text] of Object.entries(places)) assert.deepEqual(search.in(text), [], place);
  const files = await Promise.all(hosts.map(async (host) => [host, await host.changedFiles()] as const));
  for (const [host, changed] of files) {
    for (const [path, text = ""] of changed) {
      const found = search.in(text);
      if (found.length === 0) continue;
      assert.match(path, RKE2S_OWN, `${found.join()} in ${path} of ${host.hostname}`);
      assert.ok(await host.isPrivate(path), `${path} of ${host.hostname}`);
    }
  }
}

/** The last part of a private key, which no other text has. */
export function bodyOfKey(pem: string): string {
  const body = pem.split("\n").slice(1, -2).join("");
  assert.ok(body.length > 100);
  return body.slice(-60);
}
