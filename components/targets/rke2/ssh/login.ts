import { Command } from "@pulumi/command/local/command";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { lookAt, type Look } from "./reach";

/**
 * Logs in to a machine from here, before a command runs there. Pulumi's own errors of a connection come after ten tries, and do not say
 * what to do. It also runs again before something on the machine changes.
 *
 * @param changes what runs something on the machine when it changes
 */
export const loginTo = (
  name: string,
  look: Omit<Look, "logsIn">,
  changes: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): Command => {
  const { environment, ...args } = lookAt({ ...look, logsIn: true });
  const create = `log in to ${look.called}`;
  return new Command(
    name,
    { create, ...args, environment: { ...environment, MLPLATFORM_CHANGES: digest(changes) } },
    opts,
  );
};

/** Of it follows nothing about what it was made of, which can be secret. */
const digest = (text: pulumi.Input<string>): pulumi.Output<string> =>
  pulumi.secret(pulumi.output(text).apply((known) => createHash("sha256").update(known).digest("hex")));
