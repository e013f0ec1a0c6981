import { fileURLToPath } from "node:url";
import path from "node:path";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { STACK_TYPE, type PlannedAlias, type PlannedResource } from "./graph";
import { fromStruct } from "./struct";
import { mask, UNKNOWN_ON_WIRE } from "./wire-values";

/** What a program asked for, before the engine's rules about parents are applied. */
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

/** Reads a request to look up a resource that exists already. */
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

/** A provider reference is `<urn>::<id>`; the id of one that is not created yet is the unknown string. */
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

/** The innermost line of the program or of a component; lines inside installed packages tell a reader nothing. */
function sourceOf(request: RegisterResourceRequest | ReadResourceRequest, projectDir: string): string | undefined {
  if (request.getType() === STACK_TYPE) return undefined; // made by whoever runs the program
  const stack = request.getStacktrace()?.getFramesList() ?? [];
  const own = stack.map((frame) => frame.getPc()).find((position) => isOwn(position?.getUri()));
  if (own === undefined) return undefined;
  const file = path.relative(projectDir, fileURLToPath(own.getUri()));
  return `${file.split(path.sep).join("/")}:${own.getLine()}`;
}

function isOwn(uri: string | undefined): boolean {
  return uri?.startsWith("file://") === true && !uri.includes("/node_modules/");
}
