import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import { SIGNATURE } from "../../../recorder/signatures";
import { decrypted, type Encrypted } from "./decrypt";
import type { ExportedState } from "./engine-stack";

/**
 * The stack without what the Automation API does after each run: it starts `pulumi stack output` twice and `pulumi stack
 * history` once, which cost more than a second of CPU time. Outputs are read from the state. There is no summary.
 */
export function quickStack(stack: Stack, readState: () => Promise<ExportedState & Encrypted>): Stack {
  return Object.assign(Object.create(stack) as Stack, {
    info: () => Promise.resolve(undefined),
    async outputs(): Promise<OutputMap> {
      const state = await readState();
      const plain = outputsOf(await decrypted(state));
      const isSecret = (value: unknown) => JSON.stringify(value).includes(SIGNATURE);
      return Object.fromEntries(
        Object.entries(outputsOf(state)).map(([key, value]) => [key, { value: plain[key], secret: isSecret(value) }]),
      );
    },
  });
}

const outputsOf = ({ resources = [] }: ExportedState): Readonly<Record<string, unknown>> =>
  resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
