import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { programConfig } from "../../../cli/project/config";
import { resolveStack } from "../../../cli/project/project-stack";
import type { TestCluster } from "../cluster";

const root = path.resolve(__dirname, "../../..");
const load = createRequire(__filename);

/** The repository's program as an inline program: its modules run anew each time, as they do under the CLI. */
export const repositoryProgram = (): Promise<Record<string, unknown>> => {
  const programs = path.join(root, "programs") + path.sep;
  for (const file of Object.keys(load.cache)) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
    if (file.startsWith(programs)) delete load.cache[file];
  }
  return Promise.resolve(load(path.join(root, "programs/index.ts")) as Record<string, unknown>);
};

/** Config as the CLI hands it to the program `existing`: these settings, and the defaults of Pulumi.yaml for the rest. */
export function repositoryConfig(settings: Record<string, string>): Readonly<Record<string, string>> {
  return programConfig(resolveStack({ cwd: root, stack: "test", settings: Object.entries(settings) })).values;
}

/** Settings of the program `existing` for a cluster of the tests, as text. */
export const existingSettings = ({ kubeconfigPath, context }: TestCluster, others: Record<string, string> = {}) => ({
  program: "existing",
  kubeconfig: kubeconfigPath,
  context,
  kubernetesVersion: "1.36",
  sourceRanges: JSON.stringify(["203.0.113.0/24"]),
  ...others,
});

/** Lists of credentials in a kubeconfig, which must not be read anywhere in a state. */
export function credentialsIn(kubeconfigPath: string): string[] {
  const text = readFileSync(kubeconfigPath, "utf8");
  return [...text.matchAll(/(?:token|client-key-data|client-certificate-data|password): *"?([^\s"]+)/g)].flatMap(
    ([, credential]) => credential ?? [],
  );
}
