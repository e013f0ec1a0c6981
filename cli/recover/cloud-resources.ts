import type { Stack } from "@pulumi/pulumi/automation";
import { allOperations, type TargetOperations } from "../../components/targets/operations";
import { poll } from "../cluster/poll";
import {
  exportState,
  isInMlCluster,
  label,
  resourcesOf,
  type ResourceRecord,
  type State,
  type StateValue,
} from "../stack/state";
import { UserError } from "../user-error";
import type { Recovery, Repair } from "./recovery";

/**
 * Recovers the interrupted creation of a resource in a cloud: it is added to the state by its id, so that a refresh asks its
 * provider. Throws if the id is not known, because forgetting the creation would lose the only trace of the resource.
 */
export function recoverCloudResource(resource: ResourceRecord, state: State): Recovery {
  if (existsOnlyInState(resource) || isRepeated(resource)) return {};
  const id = importId(resource, state);
  // Without outputs, the engine's refresh is an import (pulumi-terraform-bridge, provider.go, Read).
  const outputs = waitsOnImport(resource) ? {} : (resource.inputs ?? {});
  if (id !== undefined) return { adopt: { ...resource, id, outputs }, askProvider: true };
  throw new UserError(
    `Cannot tell whether ${label(resource)} (${resource.type}) was created before the last run was interrupted. ` +
      "Look for it at its provider. If it exists, delete it, or import it with pulumi import. " +
      "Then run pulumi refresh --clear-pending-creates, and run again.",
  );
}

/** Resources of these packages exist only in the state: an interrupted creation is simply repeated. */
const existsOnlyInState = ({ type }: ResourceRecord): boolean => /^(random|tls):/.test(type);

/** Resources whose creation looks for what an interrupted one left. */
const isRepeated = (resource: ResourceRecord): boolean =>
  isInMlCluster(resource) && allOperations().some(({ repeatedTypes = [] }) => repeatedTypes.includes(resource.type));

/**
 * The provider's id of a resource, if it follows from its inputs. Only for parts of an MlCluster, whose names are unique: a name
 * that the program chose may also be the name of something else.
 */
export function importId(resource: ResourceRecord, state: State): string | undefined {
  const { type, inputs = {} } = resource;
  if (!isInMlCluster(resource)) return undefined;
  const form = operationsOf(type)?.importIds?.[type] ?? "";
  const filled = (reference: string, input: string): string =>
    reference === "@" ? idBehind(resource, input, state) : text(inputs[input]);
  const isKnown = [...form.matchAll(INPUT)].every(([, reference = "", input = ""]) => filled(reference, input) !== "");
  return form !== "" && isKnown
    ? form.replace(INPUT, (_, reference: string, input: string) => filled(reference, input))
    : undefined;
}

/** The name of an input in the form of an id; with `@`, the id of the resource that the input comes from. */
const INPUT = /\{(@?)(\w+)\}/g;

/** The id of the one resource that an input comes from; empty if it comes from none, or from several. */
function idBehind({ propertyDependencies = {} }: ResourceRecord, input: string, state: State): string {
  const [urn, ...others] = propertyDependencies[input] ?? [];
  const found = resourcesOf(state).find((record) => record.urn === urn && record.delete !== true);
  return others.length === 0 ? (found?.id ?? "") : "";
}

const waitsOnImport = ({ type }: ResourceRecord): boolean => operationsOf(type)?.waitsOnImport?.includes(type) ?? false;

const text = (value: StateValue | undefined): string => (typeof value === "string" ? value : "");

const operationsOf = (type: string): TargetOperations | undefined =>
  allOperations().find(({ importIds = {} }) => type in importIds);

/** How often and how long to wait for a resource that is being created. A cluster's control plane takes 10 to 20 minutes. */
const WAIT = { everySeconds: 15, limitSeconds: 1800 };

/**
 * Reports what a refresh found out about resources whose creation was interrupted: the state no longer contains those that
 * do not exist. Waits for those that are still being created, because the program would use them at once.
 */
export async function awaitCreated(
  stack: Stack,
  resources: readonly ResourceRecord[],
  print: (line: string) => void,
  { everySeconds, limitSeconds }: typeof WAIT = WAIT,
): Promise<Repair[]> {
  let creating: readonly ResourceRecord[] = [];
  const found = await poll({
    read: async () => {
      if (creating.length > 0) await stack.refresh({ target: creating.map(({ urn }) => urn), color: "never" });
      const recorded = resourcesOf(await exportState(stack));
      // A resource that was replaced and must still be deleted has the same URN.
      const current = recorded.filter(
        (record) => record.delete !== true && resources.some(({ urn }) => urn === record.urn),
      );
      const failed = current.filter((resource) => hasStatus(resource, "failed"));
      if (failed.length > 0) throw creationFailed(failed);
      creating = current.filter((resource) => hasStatus(resource, "creating"));
      return current;
    },
    isDone: () => creating.length === 0,
    waitingFor: "resources that are being created",
    everySeconds,
    limitSeconds,
    onWait: () => {
      print(`Waiting up to ${limitSeconds} s for ${creating.map(label).join(", ")}, still being created`);
    },
  });
  if (creating.length > 0) {
    const names = creating.map(label).join(", ");
    throw new UserError(`${names}: still being created after ${limitSeconds} s. Run again when that has ended.`);
  }
  return resources.map((resource) => {
    const { urn } = resource;
    return found.some((current) => current.urn === urn)
      ? { kind: "adopted", urn, text: `adopted ${label(resource)}: it was created, but was not in the state` }
      : { kind: "cleared", urn, text: `cleared the pending creation of ${label(resource)}: it was not created` };
  });
}

const hasStatus = (resource: ResourceRecord, status: "creating" | "failed"): boolean =>
  operationsOf(resource.type)?.statusWords?.[status].includes(statusOf(resource)) ?? false;

/** What the provider says of a resource; most resources have no status. */
const statusOf = ({ type, outputs = {} }: ResourceRecord): string =>
  text(outputs[operationsOf(type)?.statusWords?.output ?? "status"]);

const creationFailed = (failed: readonly ResourceRecord[]): UserError =>
  new UserError(
    [
      "The run was interrupted while it created these resources, and their creation failed:",
      ...failed.map((resource) => `  ${label(resource)}, ${resource.id ?? ""}: ${statusOf(resource)}`),
      "Delete them at their provider, run pulumi refresh, and run again.",
    ].join("\n"),
  );
