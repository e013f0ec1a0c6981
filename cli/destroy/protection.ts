import { isInMlCluster, resourcesOf, shown, type ResourceRecord, type State } from "../recover/state";
import { UserError } from "../user-error";

/**
 * Refuses to destroy what is protected, while everything still stands. The cloud's own protection counts too: it would
 * stop a destroy half-way, when all that comes before it is gone.
 */
export function refuseProtected(stack: string, state: State): void {
  const named = protectedIn(state);
  if (named.length === 0) return;
  const of = (filter: (resource: ResourceRecord) => boolean) => named.filter(filter).map(shown);
  // What deletionProtection protects is in an MlCluster; one that is protected itself was by whoever wrote its options.
  const ours = of(isInMlCluster);
  const byProgram = of((resource) => !isInMlCluster(resource) && resource.protect === true);
  const byCloud = of((resource) => !isInMlCluster(resource) && resource.protect !== true);
  const cures = [
    ...(ours.length === 0 ? [] : ["set deletionProtection to false in the program or its config"]),
    ...(byProgram.length === 0 ? [] : [`take protect out of the options of ${byProgram.join(", ")} in the program`]),
    ...(byCloud.length === 0 ? [] : [`set deletionProtection of ${byCloud.join(", ")} to false in the program`]),
  ];
  throw new UserError(
    `Stack "${stack}" is protected from destroy: ${[...ours, ...byProgram, ...byCloud].join(", ")}.\n` +
      `Nothing was deleted. To lift the protection, ${cures.join(", ")}, run mlplatform up, and destroy again.`,
  );
}

/** Children inherit it, so those that do are not named. */
function protectedIn(state: State): ResourceRecord[] {
  const resources = resourcesOf(state).filter(isProtected);
  const urns = new Set(resources.map(({ urn }) => urn));
  return resources.filter(({ parent = "" }) => !urns.has(parent));
}

/** By Pulumi, or by an input that clusters and databases of AWS and Google Cloud have. */
const isProtected = ({ protect, external, custom, inputs = {} }: ResourceRecord): boolean =>
  protect === true || (custom && external !== true && inputs["deletionProtection"] === true);
