import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation";
import { UserError } from "../user-error";
import { isInMlCluster, label, RELEASE_TYPE } from "./state";

/** A resource in an event of the engine. */
export interface EventResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Prints the engine's events as lines: one for each change, and one for each component that is complete. */
export class Progress {
  readonly failed: EventResource[] = [];
  readonly updated: EventResource[] = [];
  readonly errors: string[] = [];
  readonly #started = new Map<string, number>();
  readonly #parents = new Map<string, string>();
  readonly #changes = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  #unchanged = 0;

  constructor(private readonly print: (line: string) => void) {}

  readonly onEvent = (event: EngineEvent): void => {
    const { resourcePreEvent: pre, resOutputsEvent: done, resOpFailedEvent: failed, diagnosticEvent } = event;
    if (event.summaryEvent) this.#onSummary(event.summaryEvent.resourceChanges);
    if (pre) this.#onStart(pre.metadata, event.timestamp);
    if (done) this.#onEnd(done.metadata, event.timestamp);
    if (failed) this.#onFailure(failed.metadata);
    if (diagnosticEvent === undefined || diagnosticEvent.ephemeral === true) return;
    if (diagnosticEvent.severity === "error") this.errors.push(errorText(diagnosticEvent.message));
    if (diagnosticEvent.severity === "warning") this.print(`warning: ${withoutColors(diagnosticEvent.message)}`);
  };

  /** Whether the engine's own errors explain why a run failed. */
  explains(error: unknown): boolean {
    return !(error instanceof UserError) && this.errors.length > 0;
  }

  /** One line with the number of changes of all runs: `Done: 2 created, 14 unchanged`. */
  summary(): string {
    const parts = [...this.#counts].map(([op, count]) => `${count} ${PAST_TENSE[op] ?? op}`);
    return `Done: ${[...parts, `${this.#unchanged} unchanged`].join(", ")}`;
  }

  #onSummary({ same = 0, read: _read, discard: _discard, ...changes }: OpMap): void {
    // What an earlier run left unchanged may be changed by a later one.
    this.#unchanged = same;
    for (const [op, count] of Object.entries(changes)) this.#counts.set(op, (this.#counts.get(op) ?? 0) + count);
  }

  #onStart({ urn, new: now, old }: Metadata, at: number): void {
    this.#started.set(urn, at);
    const { parent = "" } = now ?? old ?? {};
    if (parent !== "" && !isStack(parent)) this.#parents.set(urn, parent);
  }

  #onEnd({ urn, op, type, new: now, old }: Metadata, at: number): void {
    if ((now ?? old)?.custom === true) {
      if (UNCHANGED.has(op)) return;
      if (op === "update") this.updated.push({ urn, type, inputs: now?.inputs ?? {} });
      const top = this.#topOf(urn);
      this.#changes.set(top, (this.#changes.get(top) ?? 0) + 1);
      const seconds = at - (this.#started.get(urn) ?? at);
      this.print(line(PAST_TENSE[op] ?? op, `${this.#label(urn, type)}${seconds > 0 ? `, ${seconds} s` : ""}`));
      return;
    }
    // A component registers its outputs last, when everything that they depend on exists.
    if (this.#topOf(urn) !== urn || isStack(urn)) return;
    const changes = this.#changes.get(urn) ?? 0;
    this.print(line("ready", `${nameOf(urn)}, ${changes === 0 ? "unchanged" : `${changes} changed`}`));
  }

  #onFailure({ urn, type, new: now, old }: Metadata): void {
    this.print(line("failed", this.#label(urn, type)));
    this.failed.push({ urn, type, inputs: (now ?? old)?.inputs ?? {} });
  }

  /** The component at the top level of the program that a resource belongs to. */
  #topOf(urn: string): string {
    const parent = this.#parents.get(urn);
    return parent === undefined ? urn : this.#topOf(parent);
  }

  #label(urn: string, type: string): string {
    const kind = type === RELEASE_TYPE ? "chart" : (type.split(":").at(-1) ?? type);
    const top = this.#topOf(urn);
    return top === urn ? `${kind} ${nameOf(urn)}` : `${kind} ${nameOf(urn)} of ${nameOf(top)}`;
  }
}

type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

const line = (operation: string, subject: string): string => `  ${operation.padEnd(9)} ${subject}`;
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
const isStack = (urn: string): boolean => urn.split("::")[2] === "pulumi:pulumi:Stack";

/** Operations that change nothing that exists. */
const UNCHANGED = new Set<string>(["same", "read", "discard", "read-replacement", "replace"]);

/** The engine's operations, as lines name them when they are done. */
const PAST_TENSE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  import: "imported",
  "create-replacement": "replaced",
  "delete-replaced": "deleted",
};

/** A message of the engine without its colour marks. */
export const withoutColors = (message: string): string => message.replace(/<\{%.*?%\}>/g, "").trim();

/**
 * An error of the engine. It asks to remove `protect` of what it must not replace (pkg/v3 3.246, resource/deploy/step_generator.go); inside
 * an MlCluster, an input decides that.
 */
export function errorText(message: string): string {
  const text = withoutColors(message);
  const [, urn = ""] = /^unable to replace resource "([^"]+)"[^]*marked for protection/.exec(text) ?? [];
  if (!isInMlCluster({ urn })) return text;
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return (
    `${label({ urn, type })} would be replaced, and all that is in it lost, but deletionProtection is true. It was not deleted. ` +
    "Take back the change, or set deletionProtection to false in the program or its config."
  );
}
