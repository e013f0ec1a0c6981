import type { EngineEvent, OpMap, Stack } from "@pulumi/pulumi/automation";
import { shown } from "../recover/state";
import { UserError } from "../user-error";

/** What an update would do to a stack that there is. */
export interface Preview {
  /** One line: `2 to create, 1 to delete, 14 unchanged`. */
  readonly summary: string;
  /** What it would delete or replace, one line for each. */
  readonly losses: readonly string[];
}

/** Asks the engine what an update would do. The plan cannot tell, because it knows no state. */
export async function previewUpdate(stack: Stack): Promise<Preview> {
  const losses: string[] = [];
  const errors: string[] = [];
  const onEvent = ({ resourcePreEvent, diagnosticEvent }: EngineEvent): void => {
    if (diagnosticEvent?.severity === "error") errors.push(diagnosticEvent.message.replace(/<\{%.*?%\}>/g, "").trim());
    const { op, urn, type } = resourcePreEvent?.metadata ?? {};
    const loss = LOSSES[op ?? ""];
    if (loss !== undefined && urn !== undefined && type !== undefined) losses.push(`${loss} ${shown({ urn, type })}`);
  };
  try {
    const { changeSummary } = await stack.preview({ onEvent, color: "never" });
    return { summary: summedUp(changeSummary), losses };
  } catch (error) {
    if (errors.length === 0) throw error;
    throw new UserError([...new Set(errors)].join("\n"));
  }
}

/** A replacement is told once, by the step that stands for all of it. */
const LOSSES: Readonly<Record<string, string | undefined>> = { delete: "deletes", replace: "replaces" };

function summedUp({ same = 0, create = 0, update = 0, replace = 0, delete: gone = 0 }: OpMap): string {
  const counts = { create, update, replace, delete: gone };
  const changes = Object.entries(counts).flatMap(([op, count]) => (count > 0 ? [`${count} to ${op}`] : []));
  return [...changes, `${same} unchanged`].join(", ");
}
