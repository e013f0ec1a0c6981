import type { Stack } from "@pulumi/pulumi/automation";
import { withPrivateFolder } from "../private-file";

/** Where programs look for the folder for temporary files. */
const VARIABLES = process.platform === "win32" ? ["TEMP", "TMP"] : ["TMPDIR"];

/**
 * Does work during which the Pulumi CLI of the stack, and what it starts, has a folder of its own for temporary files. The Kubernetes
 * provider writes the kubeconfig into one, and leaves it when the engine ends it (4.34).
 */
export const withTemporaryFiles = <T>({ workspace }: Pick<Stack, "workspace">, work: () => Promise<T>): Promise<T> =>
  withPrivateFolder(async (folder) => {
    const before = workspace.envVars;
    workspace.envVars = { ...before, ...Object.fromEntries(VARIABLES.map((name) => [name, folder])) };
    try {
      return await work();
    } finally {
      workspace.envVars = before;
    }
  });
