import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { STACK_TYPE, UNKNOWN, type PlainValue, type PlannedResource } from "../recorder/graph";
import type { CheckedStack } from "./rule";

/** The resources that the engine has registered so far, with their inputs, as a plan has them. */
export class RegisteredResources {
  readonly #byUrn = new Map<string, PlannedResource>();

  /** Adds a resource, or renews it. */
  add(args: ResourceValidationArgs): PlannedResource {
    const resource = plannedResource(args);
    this.#byUrn.set(resource.urn, resource);
    return resource;
  }

  /** What is registered so far: of a resource that is judged now, all its parents. */
  get stack(): CheckedStack {
    return { resources: [...this.#byUrn.values()], tellsRetention: false };
  }

  /** The resources that a finished preview or update has. Those that are only looked up are not registered. */
  among(resources: readonly PolicyResource[]): CheckedStack {
    const found = resources.flatMap(({ urn, propertyDependencies }) => {
      const resource = this.#byUrn.get(urn);
      const origins = Object.entries(propertyDependencies).map(([input, from]) => [input, from.map((one) => one.urn)]);
      return resource === undefined
        ? []
        : [{ ...resource, propertyDependencies: Object.fromEntries(origins) as Record<string, string[]> }];
    });
    return { resources: found, tellsRetention: false };
  }
}

/** A component that a plugin constructs, such as `eks:index:Cluster`. Its parts are registered one by one, and some plugins tell no arguments. */
const OF_PLUGIN = /^(?!mlplatform:)[^:]+:index:[^:]+$/;

/** What the engine tells of a resource. What it does not tell has the value that a rule may take for granted. */
function plannedResource({ urn, type, name, props, opts, provider }: ResourceValidationArgs): PlannedResource {
  const values = plainValue(props) as PlannedResource["inputs"]["values"];
  const isUntold = OF_PLUGIN.test(type) && Object.keys(values).length === 0;
  return {
    urn,
    type,
    name,
    parent: opts.parent,
    custom: !type.startsWith("mlplatform:") && type !== STACK_TYPE,
    remote: false,
    read: isUntold,
    inputs: { values, secrets: [], unknowns: [] },
    outputsRegistered: 0,
    dependencies: [],
    propertyDependencies: {},
    provider: provider?.urn,
    providers: {},
    protect: opts.protect,
    retainOnDelete: false,
    replaceWith: [],
    ignoreChanges: opts.ignoreChanges,
    replaceOnChanges: [],
    additionalSecretOutputs: opts.additionalSecretOutputs,
    aliases: [],
  };
}

/** A property as a plan has it. Reading one that is not known throws (@pulumi/policy 1.21.0, proxy.js). Assets are left out. */
function plainValue(value: unknown): PlainValue {
  // By index: iterating reads every element, and throws at the first that is not known.
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => propertyOf(value, index));
  if (typeof value !== "object" || value === null) return value as PlainValue;
  if (Object.getPrototypeOf(value) !== Object.prototype) return null;
  return Object.fromEntries(Object.keys(value).map((key) => [key, propertyOf(value, key)]));
}

function propertyOf(holder: object, key: string | number): PlainValue {
  let value: unknown;
  try {
    value = (holder as Readonly<Record<string | number, unknown>>)[key];
  } catch {
    return UNKNOWN;
  }
  return plainValue(value);
}
