import type { PlainValue, PlanGraph, PlannedResource } from "../../../recorder/graph";

/** A planned resource with these inputs; whatever else is said of it, nothing else is true of it. */
export const planned = (
  type: string,
  name: string,
  values: Readonly<Record<string, PlainValue>>,
  more: Partial<PlannedResource> = {},
): PlannedResource => ({
  urn: `urn:pulumi:dev::p::${type}::${name}`,
  ...{ type, name, custom: true, remote: false, read: false, outputsRegistered: 0 },
  inputs: { values, secrets: [], unknowns: [] },
  ...{ dependencies: [], propertyDependencies: {}, providers: {}, protect: false, retainOnDelete: false },
  ...{ replaceWith: [], ignoreChanges: [], replaceOnChanges: [], additionalSecretOutputs: [], aliases: [] },
  ...more,
});

/** A graph of these resources. */
export const graphOf = (...resources: readonly PlannedResource[]): PlanGraph => ({
  ...{ project: "p", stack: "dev", resources, calls: [] },
});
