import type { WrittenChoices } from "../components/shared/component";
import type { PlannedResource } from "../recorder/graph";
import type { CheckedStack } from "./rule";

/**
 * What the program wrote out for a resource: the choices that the components of this package above it record, the nearest first. A
 * resource that no component of this package made has none.
 */
export function writtenFor({ parent }: PlannedResource, stack: CheckedStack): WrittenChoices[] {
  const owner = stack.resources.find(({ urn }) => urn === parent);
  if (owner === undefined) return [];
  const own = owner.type.startsWith("mlplatform:") ? [owner.inputs.values as WrittenChoices] : [];
  return [...own, ...writtenFor(owner, stack)];
}
