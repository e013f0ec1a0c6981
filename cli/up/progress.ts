import type { EngineEvent } from "@pulumi/pulumi/automation";
import { RELEASE_TYPE } from "../recover/release";

/** A resource, as the engine saw it. */
export interface SeenResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Turns the engine's events into plain lines: one for each thing done, and one for each component that is whole. */
export class Progress {
  readonly failed: SeenResource[] = [];
  readonly updated: SeenResource[] = [];
  readonly errors: string[] = [];
  readonly #begun = new Map<string, number>();
  readonly #parents = new Map<string, string>();
  readonly #changes = new Map<string, number>();

  constructor(private readonly say: (line: string) => void) {}

  readonly onEvent = (event: EngineEvent): void => {
    const { resourcePreEvent: pre, resOutputsEvent: done, resOpFailedEvent: failed, diagnosticEvent: said } = event;
    if (pre) this.#began(pre.metadata, event.timestamp);
    if (done) this.#ended(done.metadata, event.timestamp);
    if (failed) this.#failed(failed.metadata);
    if (said?.ephemeral === true) return;
    if (said?.severity === "error") this.errors.push(plain(said.message));
    if (said?.severity === "warning") this.say(`warning: ${plain(said.message)}`);
  };

  #began({ urn, new: now, old }: Metadata, at: number): void {
    this.#begun.set(urn, at);
    const { parent = "" } = now ?? old ?? {};
    if (parent !== "" && !isStack(parent)) this.#parents.set(urn, parent);
  }

  #ended({ urn, op, type, new: now, old }: Metadata, at: number): void {
    if ((now ?? old)?.custom === true) {
      if (QUIET.has(op)) return;
      if (op === "update") this.updated.push({ urn, type, inputs: now?.inputs ?? {} });
      const top = this.#topOf(urn);
      this.#changes.set(top, (this.#changes.get(top) ?? 0) + 1);
      const seconds = at - (this.#begun.get(urn) ?? at);
      this.say(line(PAST[op] ?? op, `${this.#label(urn, type)}${seconds > 0 ? `, ${seconds} s` : ""}`));
      return;
    }
    // The engine tells of a component when it registers its outputs, so when all that they come from is there.
    if (this.#topOf(urn) !== urn || isStack(urn)) return;
    const changes = this.#changes.get(urn) ?? 0;
    this.say(line("ready", `${nameOf(urn)}, ${changes === 0 ? "unchanged" : `${changes} changed`}`));
  }

  #failed({ urn, type, new: now, old }: Metadata): void {
    this.say(line("failed", this.#label(urn, type)));
    this.failed.push({ urn, type, inputs: (now ?? old)?.inputs ?? {} });
  }

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

const line = (what: string, of: string): string => `  ${what.padEnd(9)} ${of}`;
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
const isStack = (urn: string): boolean => urn.split("::")[2] === "pulumi:pulumi:Stack";

/** What changes nothing that exists. */
const QUIET = new Set<string>(["same", "read", "discard", "read-replacement", "replace"]);

/** What the engine calls an operation, once it is done. */
const PAST: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  import: "imported",
  "create-replacement": "replaced",
  "delete-replaced": "deleted",
};

/** What was done in all: `Done: 2 created, 14 unchanged`. */
export function summed(changes: Readonly<Record<string, number | undefined>>): string {
  const { same = 0, read: _read, discard: _discard, ...others } = changes;
  const parts = Object.entries(others).map(([op, count = 0]) => `${count} ${PAST[op] ?? op}`);
  return `Done: ${[...parts, `${same} unchanged`].join(", ")}`;
}

/** Without the marks for colours. */
const plain = (message: string): string => message.replace(/<\{%.*?%\}>/g, "").trim();
