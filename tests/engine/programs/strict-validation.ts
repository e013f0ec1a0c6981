import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestCluster } from "../cluster";
import type { ExportedState } from "../stack/engine-stack";

/**
 * Rejects, naming the fields, when an object of a stack has a field that its kind does not know. The Kubernetes provider drops
 * such a field when it creates the object, so a misspelt field passes in silence. Objects of charts are not looked at.
 */
export async function assertNoUnknownFields(cluster: TestCluster, { resources = [] }: ExportedState): Promise<void> {
  const items = resources
    .filter(({ type, id }) => type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh/") && id)
    .filter(({ type }) => !type.endsWith("Patch"))
    .map(({ inputs }) => inputs);
  assert.notEqual(items.length, 0);
  const file = join(cluster.dir, "objects-of-stack.json");
  await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  await cluster.kubectl(
    "apply",
    "--server-side",
    "--force-conflicts",
    "--field-manager=strict-validation",
    "--dry-run=server",
    "--validate=strict",
    "-f",
    file,
  );
}
