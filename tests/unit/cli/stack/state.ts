import type { ResourceRecord, State } from "../../../../cli/stack/state";

/** A resource of the stack `test`, by its type and its name. */
export const record = (type: string, name: string, rest: Partial<ResourceRecord> = {}): ResourceRecord => ({
  urn: `urn:pulumi:test::proj::${type}::${name}`,
  type,
  custom: true,
  ...rest,
});

/** A state of these resources. */
export const stateOf = (...resources: ResourceRecord[]): State => ({ version: 3, deployment: { resources } });
