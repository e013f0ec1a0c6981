import type { OutputMap } from "@pulumi/pulumi/automation";
import type { RunEvent } from "./run-event";

/** The outputs of a stack, without the values of secrets. */
export const outputsEvent = (outputs: OutputMap): RunEvent => ({
  kind: "outputs",
  outputs: Object.fromEntries(
    Object.entries(outputs).map(([name, { value, secret }]) => [
      name,
      secret ? { secret } : { value: value as unknown, secret },
    ]),
  ),
});
