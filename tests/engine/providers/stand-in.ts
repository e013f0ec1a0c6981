import type { Properties } from "./property-values";

/** What every request about one resource carries. */
export interface ResourceRequest {
  urn: string;
  /** The type token, such as `kubernetes:apps/v1:Deployment`. */
  type: string;
  /** The name in the program. */
  name: string;
}

/** Asks whether inputs are valid, and for what the provider fills in (names, defaults). */
export interface CheckRequest extends ResourceRequest {
  /** The inputs of the last operation; empty for a new resource. */
  olds: Properties;
  news: Properties;
  randomSeed: Uint8Array;
  /** A name the engine proposes or imposes, and whether names may be made up at all. */
  autonaming?: { proposedName: string; disabled: boolean };
}

/** The inputs as they will be stored, and what is wrong with them. */
export interface CheckResult {
  inputs: Properties;
  failures?: { property: string; reason: string }[];
}

/** Asks what it takes to get from an old state to new inputs. */
export interface DiffRequest extends ResourceRequest {
  id: string;
  /** The old outputs. */
  olds: Properties;
  oldInputs: Properties;
  news: Properties;
  ignoreChanges: string[];
}

/** How one property differs. */
export interface PropertyChange {
  kind: "add" | "delete" | "update";
  replaces: boolean;
}

/** The decision: nothing, an update, or a replacement. */
export interface DiffResult {
  changed: boolean;
  replaces: string[];
  deleteBeforeReplace?: boolean;
  /** Property names, for providers without a detailed diff. */
  diffs?: string[];
  detailed?: Map<string, PropertyChange>;
}

/** Asks for a new resource. */
export interface CreateRequest extends ResourceRequest {
  properties: Properties;
  /** `customTimeouts.create` in seconds; 0 where none is set. */
  timeout: number;
  preview: boolean;
}

/** Asks for the live state; `inputs` and `properties` are empty when a resource is imported. */
export interface ReadRequest extends ResourceRequest {
  id: string;
  properties: Properties;
  inputs: Properties;
}

/** The live state; no id means that the resource is gone. */
export interface ReadResult {
  id: string;
  properties?: Properties;
  inputs?: Properties;
}

/** Asks for a change in place. */
export interface UpdateRequest extends ResourceRequest {
  id: string;
  olds: Properties;
  news: Properties;
  timeout: number;
  preview: boolean;
  ignoreChanges: string[];
}

/** Asks for removal. */
export interface DeleteRequest extends ResourceRequest {
  id: string;
  properties: Properties;
  timeout: number;
}

/** A provider of ours that stands in for one that cannot be had here. Methods left out behave as an empty provider's. */
export interface StandIn {
  readonly name: string;
  readonly version: string;
  /** `variables` are the provider's inputs as text, with their namespace: `kubernetes:config:context`. */
  configure(variables: Record<string, string>): Promise<void>;
  check(request: CheckRequest): Promise<CheckResult>;
  diff(request: DiffRequest): Promise<DiffResult> | DiffResult;
  create(request: CreateRequest): Promise<{ id: string; properties: Properties }>;
  read(request: ReadRequest): Promise<ReadResult>;
  update(request: UpdateRequest): Promise<{ properties: Properties }>;
  delete(request: DeleteRequest): Promise<void>;
  invoke?(token: string, args: Properties): Promise<Properties>;
}

/** The resource exists but is not well: the engine keeps `properties` in the state and tries again on the next `up`. */
export class InitFailed extends Error {
  constructor(
    readonly id: string,
    message: string,
    readonly properties: Properties,
    readonly reasons: string[] = [message],
    readonly inputs?: Properties,
  ) {
    super(message);
    this.name = "InitFailed";
  }
}
