import * as pulumi from "@pulumi/pulumi";

/** A value that another language has sent: as far as it is known, with the output that it came from. */
export interface WireValue {
  /** The value itself; parts that are not known yet are markers for which `pulumi.isUnknown` is true. */
  readonly value: unknown;
  /** The output that contained it and has its dependencies. */
  readonly output?: pulumi.Output<unknown>;
  readonly secret: boolean;
}

/**
 * Unwraps a value that another language has sent. Secret or dependent values arrive as outputs everywhere, even if the
 * schema says `plain` (SDK 3.248, provider/server.js `deserializeInputs`).
 */
export async function unwrapped(sent: unknown): Promise<WireValue> {
  if (!pulumi.Output.isInstance(sent)) return { value: sent, secret: false };
  const output: pulumi.Output<unknown> = pulumi.output(sent);
  return { value: await known(output), output, secret: await pulumi.isSecret(output) };
}

/** A member of the value. If the value came from an output, the member has an output too. */
export async function member({ value, output, secret }: WireValue, name: string): Promise<WireValue> {
  const own = (value as Record<string, unknown>)[name];
  if (output === undefined) return unwrapped(own);
  // Unlike `apply`, reading a property of an output works if other parts of the value are unknown.
  return { value: own, output: (output as unknown as Record<string, pulumi.Output<unknown>>)[name], secret };
}

/** What a resource gets as its input: the output if there is one, to keep its dependencies and secrecy. */
export const asInput = ({ value, output }: WireValue): unknown => output ?? value;

/** The value of an output with markers for unknown parts; `apply` would not run at all (SDK 3.248, output.js). */
const known = (output: pulumi.Output<unknown>): Promise<unknown> =>
  (output as unknown as { promise(withUnknowns: boolean): Promise<unknown> }).promise(true);
