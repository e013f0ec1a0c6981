import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import { pulumi } from "../../../cli/stack/pulumi";
import { SIGNATURE } from "../../../recorder/signatures";
import type { ExportedState } from "./engine-stack";

/**
 * The stack without what the Automation API does after each run: it starts `pulumi stack output` twice and `pulumi stack
 * history` once, which cost more than a second of CPU time. Outputs are read from the state, and decrypted if one is a
 * secret. There is no summary.
 */
export function quickStack(stack: Stack, readState: () => Promise<ExportedState>): Stack {
  return Object.assign(Object.create(stack) as Stack, {
    info: () => Promise.resolve(undefined),
    async outputs(): Promise<OutputMap> {
      const { resources = [] } = await readState();
      const { outputs = {} } = resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? {};
      const isSecret = (value: unknown) => JSON.stringify(value).includes(SIGNATURE);
      const plain = isSecret(outputs) ? await decryptedOutputs(stack) : outputs;
      return Object.fromEntries(
        Object.entries(outputs).map(([key, value]) => [key, { value: plain[key], secret: isSecret(value) }]),
      );
    },
  });
}

const decryptedOutputs = async (stack: Stack): Promise<Record<string, unknown>> =>
  JSON.parse(await pulumi(stack, ["stack", "output", "--json", "--show-secrets"])) as Record<string, unknown>;
