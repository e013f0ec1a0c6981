import { Command } from "@pulumi/command/local/command";
import { Provider } from "@pulumi/command/provider";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import path from "node:path";
import { kubernetesSettings } from "../../shared/kubernetes-settings";
import type { CleanUp } from ".";

/**
 * The program, for Node. It is text, because the state must hold all that a later destroy runs, also on another machine and with a newer
 * version of this package.
 */
export const PROGRAM = readFileSync(path.join(__dirname, "program.cjs"), "utf8");

/** The texts of the command, which a plan and an error show. The first word tells the program what to do. */
const Text = {
  Check: "check that kubectl is there for the clean-up of Rancher",
  CleanUp: "clean up after Rancher",
} as const;

/**
 * The command whose deletion is the clean-up. It has no triggers: a replacement would delete it while Rancher runs, though the program
 * would then see Rancher and do nothing.
 */
export function createCommand(
  name: string,
  { kubeconfig, timeoutSeconds }: CleanUp,
  { parent, ...opts }: pulumi.CustomResourceOptions,
): Command {
  const provider = new Provider(`${name}-command`, {}, { parent });
  return new Command(
    `${name}-clean-up`,
    {
      create: Text.Check,
      update: Text.Check,
      delete: Text.CleanUp,
      interpreter: ["node", "-e", PROGRAM],
      environment: {
        MLPLATFORM_RANCHER_KUBECONFIG: pulumi.secret(kubeconfig),
        MLPLATFORM_RANCHER_SECONDS: String(timeoutSeconds),
        // As the Kubernetes provider does with this setting, which is for a cluster that is gone.
        MLPLATFORM_RANCHER_SKIP_UNREACHABLE: pulumi
          .output(kubernetesSettings().deleteUnreachable)
          .apply((skip) => String(skip ?? false)),
      },
      // What is done, for the user. Standard output is not used.
      logging: "stderr",
      addPreviousOutputInEnv: false,
    },
    { ...opts, parent, provider, additionalSecretOutputs: ["environment"] },
  );
}
