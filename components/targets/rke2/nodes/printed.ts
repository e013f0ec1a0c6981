import type * as pulumi from "@pulumi/pulumi";

/*
 * Before a script runs, the user's shell may print something itself, as a .bashrc with a greeting does. With Pulumi's mocks of a unit test,
 * a command prints nothing at all.
 */

type Printed = pulumi.Output<string | undefined>;

/** The last line that a command printed. */
export const lastLine = (printed: Printed): pulumi.Output<string> =>
  printed.apply((text = "") => text.trimEnd().split(/\r?\n/).at(-1) ?? "");

/** The kubeconfig that a command printed. */
export const kubeconfigIn = (printed: Printed): pulumi.Output<string> =>
  printed.apply((text = "") => /^apiVersion:[\s\S]*/m.exec(text)?.[0] ?? text);
