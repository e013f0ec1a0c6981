import type { PlannedResource } from "./graph";
import type { Registration } from "./registration";

/** What a resource takes over from its parent and from the component's providers. */
export type Inherited = Pick<PlannedResource, "protect" | "retainOnDelete" | "deletedWith" | "provider">;

/**
 * Applies the engine's rules about parents, which no SDK and no mock shows: protection, retention, `deletedWith` and
 * the provider come from the parent where the child does not say otherwise (Pulumi engine 3.259,
 * pkg/resource/deploy/source_eval.go, `inheritFromParent` and `resolveProvider`).
 */
export function inherit(child: Registration, parent: PlannedResource | undefined): Inherited {
  return {
    protect: child.protect ?? parent?.protect ?? false,
    retainOnDelete: child.retainOnDelete ?? parent?.retainOnDelete ?? false,
    deletedWith: child.deletedWith ?? parent?.deletedWith,
    provider: providerOf(child, parent),
  };
}

function providerOf(child: Registration, parent: PlannedResource | undefined): string | undefined {
  if (child.provider !== undefined) return child.provider;
  const pkg = packageOf(child.type);
  const managed = child.custom || child.remote;
  const fromParent = parent?.provider;
  if (fromParent !== undefined && (!managed || packageOfProvider(fromParent) === pkg)) return fromParent;
  return managed ? (child.providers[pkg] ?? parent?.providers[pkg]) : undefined;
}

/** `kubernetes` of `kubernetes:core/v1:Namespace`; a provider belongs to no package of its own. */
function packageOf(type: string): string {
  return type.split(":")[0] ?? "";
}

/** `kubernetes` of `urn:pulumi:dev::proj::pulumi:providers:kubernetes::name`. */
function packageOfProvider(urn: string): string {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return type.split(":")[2] ?? "";
}
