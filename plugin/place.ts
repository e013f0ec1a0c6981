import * as pulumi from "@pulumi/pulumi";

/** What stands at one place of the arguments: the value, looked into as far as it is known, and where it came from. */
export interface Place {
  /** The value itself; what is not known in it yet is a marker that `pulumi.isUnknown` tells. */
  readonly value: unknown;
  /** The output that it was wrapped in, which knows what it depends on. */
  readonly output?: pulumi.Output<unknown>;
  readonly secret: boolean;
}

/**
 * Opens a value that another language has sent. Secret or dependent values arrive as outputs wherever they stand, also
 * where the schema says `plain` (SDK 3.248, provider/server.js `deserializeInputs`).
 */
export async function opened(sent: unknown): Promise<Place> {
  if (!pulumi.Output.isInstance(sent)) return { value: sent, secret: false };
  const output: pulumi.Output<unknown> = pulumi.output(sent);
  return { value: await known(output), output, secret: await pulumi.isSecret(output) };
}

/** A member of the value; of what came out of an output it is one, too. */
export async function member({ value, output, secret }: Place, name: string): Promise<Place> {
  const own = (value as Record<string, unknown>)[name];
  if (output === undefined) return opened(own);
  // Lifting, other than apply, reaches what is known beside what is not.
  return { value: own, output: (output as unknown as Record<string, pulumi.Output<unknown>>)[name], secret };
}

/** What flows on into a resource: the output where there is one, so that dependencies and secrecy go with it. */
export const flowing = ({ value, output }: Place): unknown => output ?? value;

/** The value of an output with markers for what is unknown; `apply` would not run at all (SDK 3.248, output.js). */
const known = (output: pulumi.Output<unknown>): Promise<unknown> =>
  (output as unknown as { promise(withUnknowns: boolean): Promise<unknown> }).promise(true);
