import type { Properties } from "../property-values";
import type { CloudResource } from "./resource-type";

/** A creation that the cloud has begun and does not end until a test lets it. */
export class Hold {
  /** Resolves to what is being made, once it is. */
  readonly begun: Promise<CloudResource>;
  readonly #ended: Promise<void>;
  #begin!: (resource: CloudResource) => void;
  #end!: () => void;

  constructor() {
    this.begun = new Promise((resolve) => (this.#begin = resolve));
    this.#ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** Lets the cloud end it. */
  end(): void {
    this.#end();
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
