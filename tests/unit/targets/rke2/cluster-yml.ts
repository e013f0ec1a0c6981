import assert from "node:assert/strict";
import { stringify } from "yaml";
import { readClusterYml, type ClusterYml } from "../../../../components/targets/rke2/cluster-yml";

/** A file of one node with all roles; the fields given here are added to the file. */
export const fileWith = (fields: Readonly<Record<string, unknown>>): string =>
  stringify({ nodes: [{ address: "10.0.0.1", user: "ubuntu", role: ["controlplane", "etcd", "worker"] }], ...fields });

/** The same, with the fields added to the node. */
export const nodeWith = (fields: Readonly<Record<string, unknown>>): string =>
  fileWith({ nodes: [{ address: "10.0.0.1", user: "ubuntu", role: ["controlplane", "etcd", "worker"], ...fields }] });

/** An object with a value at a path: `{ a: { b: 1 } }` for `a.b`. */
export const below = (path: string, value: unknown): Record<string, unknown> =>
  path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;

/** What a file that has no problem says. */
export function accepted(text: string): ClusterYml {
  const read = readClusterYml(text);
  assert.ok("nodes" in read, JSON.stringify(read));
  return read;
}

/** The problems of a file, as `<line>: <text>`. */
export function problemsOf(text: string): string[] {
  const read = readClusterYml(text);
  assert.ok("problems" in read, JSON.stringify(read));
  return read.problems.map((finding) => `${String(finding.line)}: ${finding.text}`);
}

/** The warnings of a file, as `<line>: <text>`. */
export const warningsOf = (text: string): string[] =>
  accepted(text).warnings.map((finding) => `${String(finding.line)}: ${finding.text}`);
