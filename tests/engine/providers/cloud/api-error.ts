import type { Made } from "./resource-type";

/** What a cloud answers to a request that it refuses: a code that programs know, and a sentence. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly reason: string,
  ) {
    super(`${code}: ${reason}`);
    this.name = "ApiError";
  }
}

/** The resource was made, but did not come up: it stays in the cloud, and in the state with this message. */
export class CreationFailed extends Error {
  constructor(
    readonly made: Made,
    message: string,
  ) {
    super(message);
    this.name = "CreationFailed";
  }
}
