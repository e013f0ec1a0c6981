import { allOperations, type TargetOperations } from "../../components/targets/operations";
import type { PlannedResource } from "../../recorder/graph";
import { isTrue, known, type Values } from "../inputs";
import { unknown, violation, type CheckedStack, type Finding, type Rule } from "../rule";
import { writtenFor } from "../written";

const OPERATIONS = allOperations();
const GUARDS = new Map(OPERATIONS.flatMap(({ guardrails }) => Object.entries(guardrails?.stateful ?? {})));

/** Data and clusters are not deleted by mistake. */
export const rule: Rule = {
  name: "deletion-protection",
  description:
    "Clusters, databases, buckets and volumes are protected from deletion or kept on destroy, unless the program writes out that they are not.",
  level: "mandatory",
  needs: "resource",
  options: { allow: [], allowWritten: true },
  check(resource, stack, { allowWritten }) {
    const { protect, retainOnDelete } = resource;
    if (protect || retainOnDelete || !isStateful(resource)) return [];
    const written = allowWritten ? writtenFor(resource, stack) : [];
    const isWritten = written.some(
      ({ deletionProtection, deleteData }) => deletionProtection === false || deleteData === true,
    );
    return isWritten ? [] : guardFindings(resource, stack);
  },
};

/** A cluster, or what holds data. */
function isStateful({ type, inputs: { values } }: PlannedResource): boolean {
  if (GUARDS.has(type) || type === CLAIM) return true;
  if (type === STATEFUL_SET) return known(values, "spec.persistentVolumeClaimRetentionPolicy.whenDeleted") === "Delete";
  return OPERATIONS.some((operations) => isCluster(operations, type, values));
}

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";

/** Kubernetes keeps the claims of a StatefulSet, unless its retention policy says otherwise. */
const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet";

/** Whether a resource of a target that creates clusters is one. Some are commands, of which a text tells those that create a cluster. */
function isCluster(
  { createsCluster = true, clusterTypes, clusterInput }: TargetOperations,
  type: string,
  values: Values,
) {
  if (!createsCluster || clusterTypes?.test(type) !== true) return false;
  if (clusterInput === undefined) return true;
  const text = values[clusterInput.name];
  return typeof text === "string" && text.startsWith(clusterInput.start);
}

function guardFindings({ type, inputs: { values } }: PlannedResource, { tellsRetention }: CheckedStack): Finding[] {
  const guard = GUARDS.get(type);
  if (guard !== undefined && "emptiedBy" in guard) {
    const isEmptied = isTrue(known(values, guard.emptiedBy));
    if (isEmptied === "no") return [];
    if (isEmptied === "unknown") return unknown(guard.emptiedBy);
  }
  if (guard !== undefined && "protectedBy" in guard) {
    const value = known(values, guard.protectedBy);
    const isProtected = value === undefined && guard.byDefault === true ? "yes" : isTrue(value);
    if (isProtected === "yes") return [];
    if (isProtected === "unknown") return unknown(guard.protectedBy);
  }
  return tellsRetention
    ? violation("can be deleted with all it holds: protect it, or keep it on destroy (protect or retainOnDelete).")
    : // The engine says `protect`, but not `retainOnDelete`.
      [
        {
          kind: "unknown",
          text: "Pulumi does not tell a policy pack whether retainOnDelete keeps it: this is not checked.",
        },
      ];
}
