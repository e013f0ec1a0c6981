import type { RunEvent, Subject } from "./run-event";

/** A resource that runs. Times are in milliseconds. */
export interface RunningResource {
  readonly resource: Subject;
  readonly operation: string;
  readonly since: number;
  /** What its provider said last. */
  readonly status?: string;
}

/** How far a component is. Times are in milliseconds. */
export interface ComponentState {
  /** `""` for resources outside of components. */
  readonly name: string;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly changed: number;
  /** When its first resource started; absent until then. */
  readonly since?: number;
  /** When its last resource ended; absent while one runs. */
  readonly until?: number;
  /** The resource that runs longest. */
  readonly slowest?: RunningResource;
}

/** What a run has done so far, from its events. */
export class RunState {
  readonly #components = new Map<string, Component>();

  apply(event: RunEvent, at: number): void {
    switch (event.kind) {
      case "expected":
        for (const [name, total] of Object.entries(event.resources)) this.#component(name).expected = total;
        return;
      case "started": {
        const { resource, operation } = event;
        this.#of(resource).start({ resource, operation, since: at });
        return;
      }
      case "status":
        this.#of(event.resource).tell(event.resource.urn, event.text);
        return;
      case "ended":
        this.#of(event.resource).finish(event.resource.urn, at, event.changed ? "changed" : "same");
        return;
      case "failed":
        this.#of(event.resource).finish(event.resource.urn, at, "failed");
        return;
      case "ready":
      case "warning":
      case "error":
      case "message":
      case "outputs":
        return;
    }
  }

  /** The components, in the order in which they were expected or started. */
  get components(): ComponentState[] {
    return [...this.#components.values()].map((component) => component.state());
  }

  #of({ component = "" }: Subject): Component {
    return this.#component(component);
  }

  #component(name: string): Component {
    let component = this.#components.get(name);
    if (!component) this.#components.set(name, (component = new Component(name)));
    return component;
  }
}

/** What is known of one component. A resource that is replaced has several operations, but counts once. */
class Component {
  expected = 0;
  readonly #running = new Map<string, RunningResource>();
  readonly #ended = new Map<string, "changed" | "same" | "failed">();
  #since: number | undefined;
  #until: number | undefined;

  constructor(private readonly name: string) {}

  start(running: RunningResource): void {
    this.#since ??= running.since;
    this.#running.set(running.resource.urn, running);
  }

  tell(urn: string, status: string): void {
    const running = this.#running.get(urn);
    if (running) this.#running.set(urn, { ...running, status });
  }

  finish(urn: string, at: number, how: "changed" | "same" | "failed"): void {
    this.#running.delete(urn);
    if (this.#ended.get(urn) !== "failed") this.#ended.set(urn, how);
    this.#since ??= at;
    this.#until = at;
  }

  state(): ComponentState {
    const running = [...this.#running.values()].sort((one, other) => one.since - other.since);
    const ended = [...this.#ended.entries()].filter(([urn]) => !this.#running.has(urn)).map(([, how]) => how);
    const count = (how: string) => ended.filter((one) => one === how).length;
    return {
      name: this.name,
      done: count("changed") + count("same"),
      failed: count("failed"),
      changed: count("changed"),
      total: Math.max(this.expected, running.length + ended.length),
      since: this.#since,
      until: running.length > 0 ? undefined : this.#until,
      slowest: running[0],
    };
  }
}
