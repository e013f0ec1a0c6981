import type { EngineEvent, OpMap, Stack } from "@pulumi/pulumi/automation";
import { withoutColors } from "../stack/progress";
import { label } from "../stack/state";
import { UserError } from "../user-error";

/** What an update would do to an existing stack. */
export interface Preview {
  /** One line: `2 to create, 1 to delete, 14 unchanged`. */
  readonly summary: string;
  /** One line for each resource that it would delete or replace. */
  readonly losses: readonly string[];
}

/** Asks the engine what an update would do. The plan cannot tell, because it does not read the state. */
export async function previewUpdate(stack: Stack): Promise<Preview> {
  const losses: string[] = [];
  const errors: string[] = [];
  const onEvent = ({ resourcePreEvent, diagnosticEvent }: EngineEvent): void => {
    if (diagnosticEvent?.severity === "error") errors.push(withoutColors(diagnosticEvent.message));
    const { op, urn, type } = resourcePreEvent?.metadata ?? {};
    const loss = LOSSES[op ?? ""];
    if (loss !== undefined && urn !== undefined && type !== undefined) losses.push(`${loss} ${label({ urn, type })}`);
  };
  try {
    const { changeSummary } = await stack.preview({ onEvent, color: "never" });
    return { summary: summaryOf(changeSummary), losses };
  } catch (error) {
    if (errors.length === 0) throw error;
    throw new UserError([...new Set(errors)].join("\n"));
  }
}

/** A replacement has several steps. `replace` stands for all of them, so each replacement is listed once. */
const LOSSES: Readonly<Record<string, string | undefined>> = { delete: "deletes", replace: "replaces" };

function summaryOf({ same = 0, create = 0, update = 0, replace = 0, delete: deleted = 0 }: OpMap): string {
  const counts = { create, update, replace, delete: deleted };
  const changes = Object.entries(counts).flatMap(([op, count]) => (count > 0 ? [`${count} to ${op}`] : []));
  return [...changes, `${same} unchanged`].join(", ");
}
