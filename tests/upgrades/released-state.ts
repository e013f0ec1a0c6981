import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plan } from "../../cli/plan/plan-program";
import type { PlainValue, PlannedResource } from "../../recorder/graph";
import type { RecordedConfig } from "./recorded-programs";

/** What a stack of a released version contains, as far as an upgrade can change it. */
export interface ReleasedState {
  readonly config: RecordedConfig;
  /** Names of the stack's outputs, sorted. */
  readonly outputs: readonly string[];
  /** In the order in which the program registered them. */
  readonly resources: readonly ReleasedResource[];
}

/**
 * A resource of a release. Its type and name are in the URN. Secrets and what only providers know are markers; a long text is a
 * hash. The order of creation is left out, because no change of it replaces anything.
 */
export interface ReleasedResource {
  readonly urn: string;
  readonly parent?: string;
  /** URN of the provider; absent for components and for resources of a default provider. */
  readonly provider?: string;
  readonly protect?: true;
  readonly retainOnDelete?: true;
  /** Absent for local components, whose inputs the engine does not compare. */
  readonly inputs?: Readonly<Record<string, PlainValue>>;
}

const folder = path.join(__dirname, "released");

/** The versions of which states are recorded, sorted. */
export const releasedVersions = (): string[] => readdirSync(folder).sort();

/** The states of a version, by the name of the recorded program. */
export function readReleased(version: string): ReadonlyMap<string, ReleasedState> {
  const files = readdirSync(path.join(folder, version)).sort();
  return new Map(
    files.map((file) => [
      path.basename(file, ".json"),
      JSON.parse(readFileSync(path.join(folder, version, file), "utf8")) as ReleasedState,
    ]),
  );
}

/** Writes the states of a version, in place of those that are there. */
export function writeReleased(version: string, states: ReadonlyMap<string, ReleasedState>): void {
  rmSync(path.join(folder, version), { recursive: true, force: true });
  mkdirSync(path.join(folder, version), { recursive: true });
  for (const [name, state] of states) {
    writeFileSync(path.join(folder, version, `${name}.json`), `${JSON.stringify(state, null, 1)}\n`);
  }
}

/** What is recorded of a plan. A resource that is only looked up is left out: an upgrade cannot harm it. */
export const stateOf = (
  { graph, outputs }: Pick<Plan, "graph" | "outputs">,
  config: RecordedConfig,
): ReleasedState => ({
  config,
  outputs: Object.keys(outputs.values).sort(),
  resources: graph.resources.filter(({ read }) => !read).map(releasedResource),
});

/** What is recorded of one resource. */
export const releasedResource = (resource: PlannedResource): ReleasedResource => ({
  urn: resource.urn,
  ...(resource.parent === undefined ? {} : { parent: resource.parent }),
  ...(resource.provider === undefined || !isManaged(resource) ? {} : { provider: resource.provider }),
  ...(resource.protect && isManaged(resource) ? { protect: true } : {}),
  ...(resource.retainOnDelete && isManaged(resource) ? { retainOnDelete: true } : {}),
  ...(isManaged(resource) ? { inputs: shortened(resource.inputs.values) } : {}),
});

const isManaged = ({ custom, remote }: PlannedResource): boolean => custom || remote;

const shortened = (values: Readonly<Record<string, PlainValue>>): Record<string, PlainValue> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, short(value)]));

/** Scripts and files are told apart by their hash. It is JSON, because so are many long texts, and who compares them reads them. */
function short(value: PlainValue): PlainValue {
  if (typeof value === "string") {
    return value.length <= 200 ? value : `"sha256:${createHash("sha256").update(value).digest("hex").slice(0, 16)}"`;
  }
  if (Array.isArray(value)) return (value as readonly PlainValue[]).map(short);
  return typeof value === "object" && value !== null ? shortened(value as Record<string, PlainValue>) : value;
}
