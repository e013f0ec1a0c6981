import type * as pulumi from "@pulumi/pulumi";

/**
 * The provider of a package that a component's children would inherit, found as the SDK finds it: in `provider`, in
 * `providers` (by the package's name where that is a map), or at the parent. `type` is any of the package's.
 */
export function inheritedProvider(
  opts: pulumi.ComponentResourceOptions | undefined,
  type: string,
  isInstance: (candidate: unknown) => boolean,
): pulumi.ProviderResource | undefined {
  const { provider, providers, parent } = opts ?? {};
  const listed = Array.isArray(providers) ? providers : [providers?.[type.split(":")[0] ?? ""]];
  return [provider, ...listed].find(isInstance) ?? parent?.getProvider(type);
}
