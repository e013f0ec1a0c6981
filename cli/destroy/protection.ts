import { resourcesOf, shown, type ResourceRecord, type State } from "../recover/state";
import { UserError } from "../user-error";

/** Refuses to destroy what is protected, while everything still stands. */
export function refuseProtected(stack: string, state: State): void {
  const named = protectedIn(state);
  if (named.length === 0) return;
  const ours = named.filter(isInCluster).map(shown);
  const others = named.filter((resource) => !isInCluster(resource)).map(shown);
  const cures = [
    ...(ours.length === 0 ? [] : ["set deletionProtection to false in the program or its config"]),
    ...(others.length === 0 ? [] : [`take protect out of the options of ${others.join(", ")} in the program`]),
  ];
  throw new UserError(
    `Stack "${stack}" is protected from destroy: ${[...ours, ...others].join(", ")}.\n` +
      `Nothing was deleted. To lift the protection, ${cures.join(", ")}, run mlplatform up, and destroy again.`,
  );
}

/** Children inherit it, so those that do are not named. */
function protectedIn(state: State): Child[] {
  const resources: readonly Child[] = resourcesOf(state).filter(({ protect }) => protect === true);
  const urns = new Set(resources.map(({ urn }) => urn));
  return resources.filter(({ parent = "" }) => !urns.has(parent));
}

/** What `deletionProtection` protects is in an MlCluster; one that is protected itself was by whoever wrote its options. */
const isInCluster = ({ urn }: ResourceRecord): boolean =>
  (urn.split("::")[2] ?? "").includes("mlplatform:index:MlCluster$");

interface Child extends ResourceRecord {
  readonly parent?: string;
}
