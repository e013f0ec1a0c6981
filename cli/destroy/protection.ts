import { isInMlCluster, label, resourcesOf, type ResourceRecord, type State } from "../stack/state";
import { UserError } from "../user-error";

/**
 * Refuses to destroy protected resources before anything is deleted. A cloud's own deletion protection counts too: it would
 * stop the destroy halfway, after other resources were deleted.
 */
export function refuseProtected(stack: string, state: State): void {
  const found = protectedIn(state);
  if (found.length === 0) return;
  const labelsOf = (filter: (resource: ResourceRecord) => boolean) => found.filter(filter).map(label);
  // Inside an MlCluster, the input deletionProtection sets the protection; elsewhere the program does.
  const inMlCluster = labelsOf(isInMlCluster);
  const byProgram = labelsOf((resource) => !isInMlCluster(resource) && resource.protect === true);
  const byCloud = labelsOf((resource) => !isInMlCluster(resource) && resource.protect !== true);
  const remedies = [
    ...(inMlCluster.length === 0 ? [] : ["set deletionProtection to false in the program or its config"]),
    ...(byProgram.length === 0 ? [] : [`remove protect from the options of ${byProgram.join(", ")} in the program`]),
    ...(byCloud.length === 0 ? [] : [`set deletionProtection of ${byCloud.join(", ")} to false in the program`]),
  ];
  throw new UserError(
    `Stack "${stack}" is protected from destroy: ${[...inMlCluster, ...byProgram, ...byCloud].join(", ")}.\n` +
      `Nothing was deleted. To remove the protection, ${remedies.join(", ")}, run mlplatform up, and destroy again.`,
  );
}

/** Children inherit protection, so only the topmost protected resources are named. */
function protectedIn(state: State): ResourceRecord[] {
  const resources = resourcesOf(state).filter(isProtected);
  const urns = new Set(resources.map(({ urn }) => urn));
  return resources.filter(({ parent = "" }) => !urns.has(parent));
}

/** Protected by Pulumi, or by the input deletionProtection that clusters and databases of several clouds have. */
const isProtected = ({ protect, external, custom, inputs = {} }: ResourceRecord): boolean =>
  protect === true || (custom && external !== true && inputs["deletionProtection"] === true);
