import type * as pulumi from "@pulumi/pulumi";
import { withOptionalPackage } from "../../shared/optional-package";
import type * as command from "./command";

/** What the clean-up needs. */
export interface CleanUp {
  /** Text of a kubeconfig. */
  readonly kubeconfig: pulumi.Input<string>;
  readonly timeoutSeconds: number;
}

/** The part that needs `@pulumi/command`, which only clusters with a clean-up or commands install. */
const load = () =>
  withOptionalPackage(
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    () => require("./command") as typeof command,
    ["@pulumi/command"],
  );

/** What to install so that the clean-up can run; undefined if nothing is missing. */
export function missingCommands(): string | undefined {
  const loaded = load();
  return "missing" in loaded ? loaded.missing : undefined;
}

/** Creates the command that removes, when it is destroyed, what Rancher left. It does nothing while Rancher is installed. */
export function createCleanUp(name: string, cleanUp: CleanUp, opts: pulumi.CustomResourceOptions): pulumi.Resource {
  const loaded = load();
  if ("missing" in loaded) throw new Error(loaded.missing);
  return loaded.exports.createCommand(name, cleanUp, opts);
}
