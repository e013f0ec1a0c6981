import type { EngineEvent, OpMap, Stack } from "@pulumi/pulumi/automation";
import { errorText } from "../display/engine-events";
import { label } from "../stack/state";
import { withTemporaryFiles } from "../stack/temporary-files";
import { UserError } from "../user-error";

/** What an update would do to an existing stack. */
export interface Preview {
  /** One line: `2 to create, 1 to delete, 14 unchanged`. */
  readonly summary: string;
  /** One line for each resource that it would delete or replace, or that would leave the stack and be kept. */
  readonly losses: readonly string[];
}

/** Asks the engine what an update would do. The plan cannot tell, because it does not read the state. */
export async function previewUpdate(stack: Pick<Stack, "preview" | "workspace">): Promise<Preview> {
  const losses: Loss[] = [];
  const errors: string[] = [];
  const onEvent = ({ resourcePreEvent, diagnosticEvent }: EngineEvent): void => {
    if (diagnosticEvent?.severity === "error") errors.push(errorText(diagnosticEvent.message));
    const loss = resourcePreEvent === undefined ? undefined : lossIn(resourcePreEvent.metadata);
    if (loss !== undefined) losses.push(loss);
  };
  try {
    const preview = () => stack.preview({ onEvent, color: "never" });
    const { changeSummary } = await withTemporaryFiles(stack, preview);
    return { summary: summaryOf(changeSummary, losses), losses: losses.map(textOf) };
  } catch (error) {
    if (errors.length === 0) throw error;
    throw new UserError([...new Set(errors)].join("\n"));
  }
}

/** A resource that an update would delete or replace. */
interface Loss {
  readonly op: "delete" | "replace";
  readonly resource: string;
  /** Whether what exists stays, because the resource has `retainOnDelete`. */
  readonly isKept: boolean;
}

/** A replacement has several steps. `replace` stands for all of them, so each replacement is listed once. */
function lossIn({ op, urn, type, old }: Step): Loss | undefined {
  if (op !== "delete" && op !== "replace") return undefined;
  // The state decides, not the program (pkg/v3 3.246, deploy/step.go, `DeleteStep`).
  return { op, resource: label({ urn, type }), isKept: old?.retainOnDelete === true };
}

type Step = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

const textOf = ({ op, resource, isKept }: Loss): string => {
  if (op === "replace") return `replaces ${resource}${isKept ? ", and keeps the old one" : ""}`;
  return isKept ? `keeps ${resource}, but no longer manages it` : `deletes ${resource}`;
};

function summaryOf(changes: OpMap, losses: readonly Loss[]): string {
  const { same = 0, create = 0, update = 0, replace = 0, delete: removed = 0 } = changes;
  const keep = losses.filter(({ op, isKept }) => op === "delete" && isKept).length;
  const counts = { create, update, replace, delete: removed - keep, keep };
  const parts = Object.entries(counts).flatMap(([op, count]) => (count > 0 ? [`${count} to ${op}`] : []));
  return [...parts, `${same} unchanged`].join(", ");
}
