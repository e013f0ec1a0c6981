import type { Properties } from "../property-values";
import type { Failure, Shapes } from "./shape";

/** A resource as the cloud has it. */
export interface CloudResource {
  readonly type: string;
  readonly id: string;
  /** The name in the program; empty for what the cloud made by itself. */
  readonly name: string;
  /** What its maker asked for, and what has become of that since. */
  inputs: Properties;
  /** What only the cloud knows: identifiers, addresses, states. */
  outputs: Properties;
  /** Who made it: an identity that the cloud knows, or "" for the cloud itself. */
  readonly maker: string;
}

/** What a creation hands back. */
export interface Made {
  readonly id: string;
  readonly outputs: Properties;
  /** Inputs that the cloud chose because they were left out. */
  readonly inputs?: Properties;
}

/** The configuration of the provider instance that asks, by key without namespace: `region`, `profile`. */
export type Settings = Readonly<Record<string, string>>;

/** How a provider names what the program does not. */
export interface Autoname {
  readonly property: string;
  readonly maxLength: number;
  /** The invented name, from the name in the program and 32 random hexadecimal digits. @default the name, `-` and 7 digits */
  readonly invent?: (name: string, digits: string) => string;
  /** Whether no other resource has that name, so that a replacement can be created first. @default true */
  readonly isUnique?: boolean;
  /** Whether the name that the resource has decides that, and not the name of its replacement. @default false */
  readonly isJudgedByOldName?: boolean;
}

/** A row of a cloud's table: one resource type, and what the cloud refuses about it. */
export interface ResourceType<Cloud> {
  /** How the provider calls it in errors: `EC2 Subnet`. */
  readonly title: string;
  readonly inputs: Shapes;
  /** Names of the outputs, which a preview does not know yet. */
  readonly outputs: readonly string[];
  /** Outputs that change with any update, so that a preview of one does not know them either. */
  readonly renewed?: readonly string[];
  /** The input that the provider invents where it is left out. */
  readonly autoname?: Autoname;
  /** What is wrong with several inputs together, before anything is asked of the cloud. */
  refuse?(inputs: Properties): Failure[];
  /** Paths of inputs that this change replaces, beyond those that always do. */
  replaces?(olds: Properties, news: Properties): string[];
  create(cloud: Cloud, inputs: Properties, settings: Settings): Promise<Made> | Made;
  /** Changes what the cloud has; by default it takes any input that does not replace. `resource` still has the old inputs. */
  update?(cloud: Cloud, resource: CloudResource, news: Properties): Promise<void> | void;
  /** What the provider does when it takes over a resource that exists, before it reads it. */
  imported?(cloud: Cloud, resource: CloudResource, settings: Settings): Promise<void> | void;
  /** Looks again at what changes by itself. */
  refresh?(cloud: Cloud, resource: CloudResource): Promise<void> | void;
  delete?(cloud: Cloud, resource: CloudResource): Promise<void> | void;
}

/** A function of the provider. */
export type Invoke<Cloud> = (cloud: Cloud, args: Properties, settings: Settings) => Promise<Properties> | Properties;

/** All that a cloud's provider knows. */
export interface Table<Cloud> {
  /** Rows by type token. */
  readonly types: Readonly<Record<string, ResourceType<Cloud>>>;
  /** Functions by token. */
  readonly invokes: Readonly<Record<string, Invoke<Cloud>>>;
  /** The inputs that a refresh writes into the state. @default the live values of those inputs that the program gives */
  inputsAfterRefresh?(shapes: Shapes, asked: Properties, before: Properties, now: Properties): Properties;
  /** Refuses the configuration of a provider instance. */
  configure?(cloud: Cloud, settings: Settings): void;
  /** Codes of refusals that end when something else has gone: the provider tries such a deletion again for a while. */
  readonly passing?: readonly string[];
  /** Who a provider instance is to the cloud. */
  identity?(cloud: Cloud, settings: Settings): string;
}
