import assert from "node:assert/strict";
import { RunFailed } from "../stack/engine-stack";

/** The failure of a run that must fail. */
export async function failureOf(run: Promise<unknown>): Promise<RunFailed> {
  const failure: unknown = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(failure instanceof RunFailed, `expected the run to fail, but: ${String(failure)}`);
  return failure;
}

/** The names of the resources in a state, without stack and provider. */
export async function namesIn(stack: {
  exportState(): Promise<{ resources?: readonly { urn: string; type: string }[] }>;
}) {
  const { resources = [] } = await stack.exportState();
  return resources.filter(({ type }) => !type.startsWith("pulumi:")).map(({ urn }) => urn.split("::")[3]);
}
