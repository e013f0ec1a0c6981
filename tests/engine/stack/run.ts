import type { EngineEvent, OutputMap } from "@pulumi/pulumi/automation";

/** One thing the engine did, or would do, to one resource. */
export interface Operation {
  readonly urn: string;
  readonly type: string;
  /** The name in the program. */
  readonly name: string;
  /** `create`, `update`, `same`, `delete`, `create-replacement`, `delete-replaced`, `replace`, `import`, … */
  readonly op: string;
  readonly failed: boolean;
  /** Positions in the stream of events, to tell what came before what. */
  readonly began: number;
  readonly ended: number;
}

/** A line the engine or a provider wrote for the user. */
export interface Diagnostic {
  readonly severity: string;
  readonly message: string;
  readonly urn: string;
  /** Shown only while the resource was worked on. */
  readonly passing: boolean;
}

/** What one run of the engine did. */
export interface Run {
  /** In the order in which they ended. */
  readonly operations: readonly Operation[];
  readonly diagnostics: readonly Diagnostic[];
  /** The stack's outputs, secrets in plain text. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** `{ "<type>::<name>": [ops] }`, without the stack itself and without what stayed the same. */
  changes(): Record<string, string[]>;
  /** The operations on a resource of the program, in order. */
  opsOf(name: string): string[];
}

/** A run that failed. Its message is what the engine told the user. */
export class RunFailed extends Error {
  constructor(
    readonly run: Run,
    fallback: string,
  ) {
    const errors = run.diagnostics.filter(({ severity, passing }) => severity === "error" && !passing);
    super(errors.map(({ message }) => message).join("\n") || fallback);
    this.name = "RunFailed";
  }
}

/** Turns the engine's events into a run. */
export class Recording {
  private readonly operations: Operation[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly begun = new Map<string, number>();

  readonly onEvent = (event: EngineEvent): void => {
    const begins = event.resourcePreEvent?.metadata;
    if (begins) this.begun.set(begins.urn, event.sequence);
    const ends = event.resOutputsEvent?.metadata ?? event.resOpFailedEvent?.metadata;
    if (ends) {
      const [type = "", name = ""] = ends.urn.split("::").slice(2);
      this.operations.push({
        urn: ends.urn,
        type: type.split("$").at(-1) ?? "",
        name,
        op: ends.op,
        failed: event.resOpFailedEvent !== undefined,
        began: this.begun.get(ends.urn) ?? event.sequence,
        ended: event.sequence,
      });
    }
    const line = event.diagnosticEvent;
    // The type of a severity leaves out "debug", which there is plenty of.
    if (line && (line.severity as string) !== "debug") {
      this.diagnostics.push({
        severity: line.severity,
        message: line.message.replace(/<\{%.*?%\}>/g, "").trim(),
        urn: line.urn ?? "",
        passing: line.ephemeral ?? false,
      });
    }
  };

  finish(outputs: OutputMap = {}): Run {
    const { operations, diagnostics } = this;
    return {
      operations,
      diagnostics,
      outputs: Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value as unknown])),
      changes: () => changesOf(operations),
      opsOf: (wanted) => operations.filter(({ name }) => name === wanted).map(({ op }) => op),
    };
  }
}

/** What the engine itself counts as no change (pkg/v3 3.246, engine/update.go, HasChanges). */
const UNCHANGED = new Set(["same", "read", "discard", "read-replacement"]);

function changesOf(operations: readonly Operation[]): Record<string, string[]> {
  const changes: Record<string, string[]> = {};
  for (const { type, name, op } of operations) {
    if (UNCHANGED.has(op) || type === "pulumi:pulumi:Stack") continue;
    (changes[`${type}::${name}`] ??= []).push(op);
  }
  return changes;
}
