import { setTimeout as delay } from "node:timers/promises";
import type { Properties } from "../property-values";
import { Hold } from "./hold";
import type { CloudResource } from "./resource-type";

/** What a provider does to a resource of the cloud. */
export type CloudOperation = "create" | "read" | "update" | "delete";

interface Trouble {
  readonly type: string;
  readonly operation: CloudOperation;
  readonly error: Error;
}

/** A cloud: what exists in it. It lives in the test's process, so that a test can look into it and make trouble. */
export class Cloud {
  readonly #resources = new Map<string, CloudResource>();
  readonly #troubles: Trouble[] = [];
  readonly #lasting = new Set<Trouble>();

  readonly #holds = new Map<string, Hold>();
  readonly #unfinished = new Map<string, Hold>();

  /** Outputs that a resource has while it is being made. */
  readonly beingMade: Properties = {};

  /** `patience`: the milliseconds that stand for the minutes in which real providers wait for what does not come. */
  constructor(readonly patience: number) {}

  /** What exists, in the order in which it was made; of one type, or all of it. */
  resources(type?: string): readonly CloudResource[] {
    const all = [...this.#resources.values()];
    return type === undefined ? all : all.filter((resource) => resource.type === type);
  }

  /** One resource, if it exists. */
  find(type: string, id: string): CloudResource | undefined {
    return this.#resources.get(`${type} ${id}`);
  }

  /** Lets something exist. Tests may call it for what others made. */
  add(resource: CloudResource): CloudResource {
    this.#resources.set(`${resource.type} ${resource.id}`, resource);
    return resource;
  }

  /** Lets something vanish, without asking what depends on it. */
  remove({ type, id }: Pick<CloudResource, "type" | "id">): void {
    this.#resources.delete(`${type} ${id}`);
  }

  /** The next such operation fails before it does anything. */
  failNext(type: string, operation: CloudOperation, message: string): void {
    this.#troubles.push({ type, operation, error: new Error(message) });
  }

  /** Every such operation fails until that is lifted; returns how to. */
  failAlways(type: string, operation: CloudOperation, message: string): () => void {
    const trouble = { type, operation, error: new Error(message) };
    this.#lasting.add(trouble);
    return () => void this.#lasting.delete(trouble);
  }

  /** The next creation of this type does not end until the test lets it. */
  hold(type: string): Hold {
    const hold = new Hold();
    this.#holds.set(type, hold);
    return hold;
  }

  /** Waits where a test holds creations of this type. */
  async meetHold(type: string, id: string): Promise<void> {
    const [hold, resource] = [this.#holds.get(type), this.find(type, id)];
    this.#holds.delete(type);
    if (hold === undefined || resource === undefined) return;
    this.#unfinished.set(`${type} ${id}`, hold);
    await hold.keep(resource, this.beingMade);
  }

  /** Waits until a resource is made, where a test holds its creation. */
  async made({ type, id }: Pick<CloudResource, "type" | "id">): Promise<void> {
    await this.#unfinished.get(`${type} ${id}`)?.wait();
  }

  /** Throws the trouble that a test has prepared for this operation. */
  meetTrouble(type: string, operation: CloudOperation): void {
    for (const trouble of this.#lasting) {
      if (trouble.type === type && trouble.operation === operation) throw trouble.error;
    }
    const index = this.#troubles.findIndex((trouble) => trouble.type === type && trouble.operation === operation);
    if (index >= 0) throw this.#troubles.splice(index, 1)[0]?.error ?? new Error("no trouble");
  }

  /** Asks until the answer is yes or patience ends; says which. */
  async eventually(isSo: () => Promise<boolean> | boolean, patience = this.patience): Promise<boolean> {
    const end = Date.now() + patience;
    while (!(await isSo())) {
      if (Date.now() > end) return false;
      await delay(20);
    }
    return true;
  }
}
