import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation";
import { isInMlCluster, label, RELEASE_TYPE } from "../stack/state";
import { UserError } from "../user-error";
import { doneWord } from "./operations";
import type { EventResource, RunEvent, Subject } from "./run-event";

/** Turns the engine's events into those of a run, and remembers how the run went. */
export class EngineEvents {
  readonly failed: EventResource[] = [];
  readonly updated: EventResource[] = [];
  readonly errors: string[] = [];
  readonly #subjects = new Map<string, Subject>();
  readonly #started = new Map<string, number>();
  readonly #parents = new Map<string, string>();
  readonly #changes = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  #unchanged = 0;

  constructor(private readonly show: (event: RunEvent) => void) {}

  readonly onEvent = (event: EngineEvent): void => {
    const { resourcePreEvent: pre, resOutputsEvent: done, resOpFailedEvent: failed, diagnosticEvent } = event;
    if (event.summaryEvent) this.#onSummary(event.summaryEvent.resourceChanges);
    if (pre) this.#onStart(pre.metadata, event.timestamp);
    if (done) this.#onEnd(done.metadata, event.timestamp);
    if (failed) this.#onFailure(failed.metadata);
    if (diagnosticEvent) this.#onDiagnostic(diagnosticEvent);
  };

  /** Whether the engine's own errors explain why a run failed. */
  explains(error: unknown): boolean {
    return !(error instanceof UserError) && this.errors.length > 0;
  }

  /** One line with the number of changes of all runs: `Done: 2 created, 14 unchanged`. */
  summary(): string {
    const parts = [...this.#counts].map(([op, count]) => `${count} ${doneWord(op)}`);
    return `Done: ${[...parts, `${this.#unchanged} unchanged`].join(", ")}`;
  }

  #onSummary({ same = 0, read: _read, discard: _discard, ...changes }: OpMap): void {
    // What an earlier run left unchanged may be changed by a later one.
    this.#unchanged = same;
    for (const [op, count] of Object.entries(changes)) this.#counts.set(op, (this.#counts.get(op) ?? 0) + count);
  }

  #onStart({ urn, op, type, new: now, old }: Metadata, at: number): void {
    this.#started.set(urn, at);
    const { parent = "", custom = false } = now ?? old ?? {};
    if (parent !== "" && !isStack(parent)) this.#parents.set(urn, parent);
    if (custom) this.show({ kind: "started", operation: op, resource: this.#subject(urn, type) });
  }

  #onEnd({ urn, op, type, new: now, old }: Metadata, at: number): void {
    if ((now ?? old)?.custom === true) {
      const changed = !UNCHANGED.has(op);
      if (op === "update") this.updated.push({ urn, type, inputs: (now?.inputs ?? {}) as EventResource["inputs"] });
      const top = this.#topOf(urn);
      if (changed) this.#changes.set(top, (this.#changes.get(top) ?? 0) + 1);
      const seconds = at - (this.#started.get(urn) ?? at);
      this.show({ kind: "ended", operation: op, changed, resource: this.#subject(urn, type), seconds });
      return;
    }
    // A component registers its outputs last, when everything that they depend on exists.
    if (this.#topOf(urn) !== urn || isStack(urn)) return;
    this.show({ kind: "ready", component: nameOf(urn), changed: this.#changes.get(urn) ?? 0 });
  }

  #onFailure({ urn, op, type, new: now, old }: Metadata): void {
    this.show({ kind: "failed", operation: op, resource: this.#subject(urn, type) });
    this.failed.push({ urn, type, inputs: ((now ?? old)?.inputs ?? {}) as EventResource["inputs"] });
  }

  #onDiagnostic({ severity, message, ephemeral = false, urn = "" }: Diagnostic): void {
    // Of Pulumi's SDK, which writes decrypted values into them. The type leaves this severity out.
    if ((severity as string) === "debug") return;
    const known = this.#subjects.get(urn);
    if (ephemeral) {
      const text = withoutColors(message);
      if (known && text !== "") this.show({ kind: "status", resource: known, text });
      return;
    }
    if (severity === "error") {
      const text = named(errorText(message), known);
      this.errors.push(text);
      this.show({ kind: "error", text });
    }
    if (severity === "warning") this.show({ kind: "warning", text: withoutColors(message) });
  }

  /** The component at the top level of the program that a resource belongs to. */
  #topOf(urn: string): string {
    const parent = this.#parents.get(urn);
    return parent === undefined ? urn : this.#topOf(parent);
  }

  #subject(urn: string, type: string): Subject {
    const known = this.#subjects.get(urn);
    if (known) return known;
    const kind = type === RELEASE_TYPE ? "chart" : (type.split(":").at(-1) ?? type);
    const top = this.#topOf(urn);
    const component = top === urn ? {} : { component: nameOf(top) };
    const subject = { urn, type, label: `${kind} ${nameOf(urn)}`, ...component };
    this.#subjects.set(urn, subject);
    return subject;
  }
}

type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];
type Diagnostic = NonNullable<EngineEvent["diagnosticEvent"]>;

const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
const isStack = (urn: string): boolean => urn.split("::")[2] === "pulumi:pulumi:Stack";

/** An error of a provider names what it was asked to do, or the URN, and seldom the resource as the program calls it. */
function named(text: string, resource: Subject | undefined): string {
  if (resource === undefined) return text;
  const readable = text
    .replaceAll(`resource "${resource.urn}"`, resource.label)
    .replaceAll(resource.urn, resource.label);
  return readable.includes(resource.label) ? readable : `${resource.label}: ${readable}`;
}

/** Operations that change nothing that exists. */
const UNCHANGED = new Set<string>(["same", "read", "refresh", "discard", "read-replacement", "replace"]);

/** A message of the engine without its colour marks. */
const withoutColors = (message: string): string => message.replace(/<\{%.*?%\}>/g, "").trim();

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
