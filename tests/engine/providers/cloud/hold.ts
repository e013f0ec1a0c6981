import type { Properties } from "../property-values";
import type { CloudResource } from "./resource-type";

/** A creation that the cloud has begun and does not end until a test lets it. */
export class Hold {
  /** Resolves to what is being made, once it is. */
  readonly begun: Promise<CloudResource>;
  /** Resolves when somebody else waits for what is being made. */
  readonly wanted: Promise<void>;
  readonly #ended: Promise<void>;
  #begin!: (resource: CloudResource) => void;
  #want!: () => void;
  #end!: () => void;

  constructor() {
    this.begun = new Promise((resolve) => (this.#begin = resolve));
    this.wanted = new Promise((resolve) => (this.#want = resolve));
    this.#ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** Lets the cloud end it. */
  end(): void {
    this.#end();
  }

  /** Waits until the cloud has ended it. */
  wait(): Promise<void> {
    this.#want();
    return this.#ended;
  }

  /** Keeps the maker waiting; until then the resource has these outputs too. */
  async keep(resource: CloudResource, beingMade: Properties): Promise<void> {
    const { outputs } = resource;
    resource.outputs = { ...outputs, ...beingMade };
    this.#begin(resource);
    await this.#ended;
    resource.outputs = outputs;
  }
}
