import type { Stack } from "@pulumi/pulumi/automation";
import { exportState, pendingIn, resourcesOf, revealState } from "../../../cli/recover/state";
import type { TestCluster } from "../cluster";

/** What is left of a run, as far as two runs of one program have to agree. */
export interface EndState {
  /** Inputs in the open by URN. */
  readonly resources: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** `Kind namespace/name` of what stands in the cluster. */
  readonly objects: readonly string[];
  readonly pending: number;
}

/** Looks at stack and cluster. */
export async function endState(stack: Stack, cluster: TestCluster): Promise<EndState> {
  const resources = resourcesOf(await revealState(stack)).map(({ urn, id, type, inputs }) => {
    // The engine makes up the ids of providers; those of objects say where they are.
    const place = type.startsWith("pulumi:providers:") ? undefined : id;
    return [urn, { type, id: place, inputs }] as const;
  });
  const outputs = Object.entries(await stack.outputs()).map(([name, { value }]) => [name, value as unknown] as const);
  return {
    resources: Object.fromEntries(resources.sort(([one], [other]) => (one < other ? -1 : 1))),
    outputs: Object.fromEntries(outputs),
    objects: await objectsIn(cluster),
    pending: pendingIn(await exportState(stack)).length,
  };
}

/** What the cluster writes about itself, and what controllers name by chance. */
const NOT_OURS =
  /^(events|leases|componentstatuses|apiservices|pods|replicasets|controllerrevisions|endpointslices|ipaddresses)/;

/** Every object of every kind. */
export async function objectsIn(cluster: TestCluster): Promise<string[]> {
  const kinds = (await cluster.kubectl("api-resources", "--verbs=list", "-o", "name"))
    .split("\n")
    .filter((kind) => kind !== "" && !NOT_OURS.test(kind));
  const names = 'jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{"\\n"}{end}';
  const lines = await cluster.kubectl("get", kinds.join(","), "-A", "-o", names);
  return [...new Set(lines.split("\n"))].filter((line) => line !== "").sort();
}
