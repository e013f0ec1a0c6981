import * as k8s from "@pulumi/kubernetes";
import type { Bench } from "./bench";

/** A program with one release `mine`, named `tiny` unless told otherwise, that returns what the provider computed. */
export function withRelease(bench: Bench, args: k8s.helm.v3.ReleaseArgs) {
  return bench.program((on) => {
    const { status, resourceNames } = new k8s.helm.v3.Release("mine", { name: "tiny", timeout: 60, ...args }, on);
    return { status, resourceNames };
  });
}

/** What Helm itself says about a release, or undefined where it knows none. */
export async function helmStatus(
  bench: Bench,
  namespace: string,
  name: string,
): Promise<{ status: string; revision: number } | undefined> {
  const label = `owner=helm,name=${name}`;
  const list = await bench.kubectl("get", "secrets", "-n", namespace, "-l", label, "-o", "json");
  const { items } = JSON.parse(list) as { items: { metadata: { labels: { status: string; version: string } } }[] };
  const labels = items.map(({ metadata }) => metadata.labels).sort((a, b) => Number(b.version) - Number(a.version));
  const [newest] = labels;
  return newest && { status: newest.status, revision: Number(newest.version) };
}
