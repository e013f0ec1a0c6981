import { fileURLToPath } from "node:url";
import path from "node:path";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { STACK_TYPE, type PlannedAlias, type PlannedResource } from "./graph";
import { UNKNOWN_ON_WIRE } from "./signatures";
import { fromStruct, mask } from "./wire-values";

/** A resource as the program requested it, before it inherits anything from its parent. */
export type Registration = Omit<PlannedResource, "urn" | "protect" | "retainOnDelete"> & {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
};

/** Reads a request to create a resource. */
export function registrationOf(request: RegisterResourceRequest, projectDir: string): Registration {
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() || undefined,
    custom: request.getCustom(),
    remote: request.getRemote(),
    read: false,
    inputs: mask(fromStruct(request.getObject())),
    outputsRegistered: 0,
    dependencies: request.getDependenciesList(),
    propertyDependencies: propertyDependenciesOf(request),
    provider: urnOfProvider(request.getProvider()),
    providers: Object.fromEntries(
      [...request.getProvidersMap().entries()].map(([pkg, reference]) => [pkg, urnOfProvider(reference) ?? reference]),
    ),
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deletedWith: request.getDeletedwith() || undefined,
    replaceWith: request.getReplaceWithList(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasesList().map(aliasOf),
    importId: request.getImportid() || undefined,
    customTimeouts: timeoutsOf(request),
    pluginVersion: request.getVersion() || undefined,
    source: sourceOf(request, projectDir),
  };
}

/** Reads a request to look up an existing resource. */
export function lookupOf(request: ReadResourceRequest, projectDir: string): Registration {
  const id = request.getId();
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() || undefined,
    custom: true,
    remote: false,
    read: true,
    inputs: mask(fromStruct(request.getProperties())),
    outputsRegistered: 0,
    dependencies: request.getDependenciesList(),
    propertyDependencies: {},
    provider: urnOfProvider(request.getProvider()),
    providers: {},
    replaceWith: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: [],
    importId: id === UNKNOWN_ON_WIRE ? undefined : id,
    pluginVersion: request.getVersion() || undefined,
    source: sourceOf(request, projectDir),
  };
}

/** A reference to a provider is `<urn>::<id>`. */
function urnOfProvider(reference: string): string | undefined {
  return reference === "" ? undefined : reference.slice(0, reference.lastIndexOf("::"));
}

function propertyDependenciesOf(request: RegisterResourceRequest): Record<string, readonly string[]> {
  const entries = [...request.getPropertydependenciesMap().entries()];
  return Object.fromEntries(
    entries.map(([property, on]) => [property, on.getUrnsList()] as const).filter(([, urns]) => urns.length > 0),
  );
}

function aliasOf(alias: Alias): PlannedAlias {
  const spec = alias.getSpec()?.toObject();
  return spec ? Object.fromEntries(Object.entries(spec).filter(([, value]) => value)) : { urn: alias.getUrn() };
}

function timeoutsOf(request: RegisterResourceRequest): Record<string, string> | undefined {
  const set = Object.entries(request.getCustomtimeouts()?.toObject() ?? {}).filter(([, value]) => value);
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}

/** The innermost line of the program or of a component, not of an installed package. */
function sourceOf(request: RegisterResourceRequest | ReadResourceRequest, projectDir: string): string | undefined {
  if (request.getType() === STACK_TYPE) return undefined; // no line of the program creates it
  const stack = request.getStacktrace()?.getFramesList() ?? [];
  const own = stack.map((frame) => frame.getPc()).find((position) => isOwn(position?.getUri()));
  if (own === undefined) return undefined;
  const file = path.relative(projectDir, fileURLToPath(own.getUri()));
  return `${file.split(path.sep).join("/")}:${own.getLine()}`;
}

function isOwn(uri: string | undefined): boolean {
  return uri?.startsWith("file://") === true && !uri.includes("/node_modules/");
}

/** What a resource inherits from its parent and from the component's providers. */
export type Inherited = Pick<PlannedResource, "protect" | "retainOnDelete" | "deletedWith" | "provider">;

/**
 * Applies the engine's rules for parents, which neither the SDK nor its mocks apply: a child inherits protection, retention,
 * `deletedWith` and the provider unless it sets them (Pulumi engine 3.259, pkg/resource/deploy/source_eval.go,
 * `inheritFromParent` and `resolveProvider`).
 */
export function inherit(child: Registration, parent: PlannedResource | undefined): Inherited {
  return {
    protect: child.protect ?? parent?.protect ?? false,
    retainOnDelete: child.retainOnDelete ?? parent?.retainOnDelete ?? false,
    deletedWith: child.deletedWith ?? parent?.deletedWith,
    provider: child.provider ?? inheritedProvider(child, parent),
  };
}

function inheritedProvider(child: Registration, parent: PlannedResource | undefined): string | undefined {
  const [pkg = ""] = child.type.split(":");
  const isManaged = child.custom || child.remote;
  const fromParent = parent?.provider;
  if (fromParent !== undefined && (!isManaged || packageOfProvider(fromParent) === pkg)) return fromParent;
  return isManaged ? (child.providers[pkg] ?? parent?.providers[pkg]) : undefined;
}

/** `kubernetes` of `urn:pulumi:dev::proj::pulumi:providers:kubernetes::name`. */
function packageOfProvider(urn: string): string {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return type.split(":")[2] ?? "";
}
