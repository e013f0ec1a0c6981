import { pause } from "../recover/pause";
import { ToolFailed, type ClusterAccess } from "../recover/tools";
import { UserError } from "../user-error";
import { shownOther, type OtherObject } from "./others";

/**
 * Deletes objects, and waits until the cloud has let go of what they held: load balancers that drain take minutes, but
 * side by side. Says what is gone; throws if something still stands after the limit.
 */
export async function deleteAll(
  cluster: ClusterAccess,
  objects: readonly OtherObject[],
  say: (line: string) => void,
  limitSeconds = 600,
): Promise<void> {
  const deadline = Date.now() + limitSeconds * 1000;
  const gone: OtherObject[] = [];
  const refusals = new Map<OtherObject, string>();
  for (const object of objects) {
    const refusal = await failureOf(
      cluster.kubectl(["delete", ...named(object), "--wait=false", "--ignore-not-found"]),
    );
    if (refusal !== undefined) refusals.set(object, refusal);
  }
  // What was refused may be gone all the same, so it is looked for once.
  const standing = new Set(objects);
  let waiting = false;
  for (;;) {
    for (const object of standing) {
      if (await stands(cluster, object)) continue;
      standing.delete(object);
      gone.push(object);
      say(`  deleted   ${shownOther(object)}`);
    }
    if (standing.size === 0) return;
    if (Date.now() >= deadline || [...standing].every((object) => refusals.has(object))) break;
    if (!waiting) say(`Waiting up to ${limitSeconds} s for load balancers and disks to be deleted`);
    waiting = true;
    await pause(Math.min(1000, deadline - Date.now()), "load balancers and disks to be deleted");
  }
  const reason = (object: OtherObject) => refusals.get(object) ?? `not gone within ${limitSeconds} s`;
  throw stillThere(new Map([...standing].map((object) => [object, reason(object)])), gone);
}

async function stands(cluster: ClusterAccess, object: OtherObject): Promise<boolean> {
  const volume = object.volume === undefined ? [] : [`persistentvolumes/${object.volume}`];
  try {
    return (await cluster.kubectl(["get", ...named(object), ...volume, "--ignore-not-found", "-o", "name"])) !== "";
  } catch (error) {
    if (error instanceof ToolFailed) return true; // a cluster may be out of reach for a moment
    throw error;
  }
}

async function failureOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof ToolFailed) return error.message;
    throw error;
  }
}

const named = ({ kind, namespace, name }: OtherObject): string[] => [`${RESOURCE[kind]}/${name}`, "-n", namespace];

const RESOURCE: Readonly<Record<OtherObject["kind"], string>> = {
  Service: "services",
  Ingress: "ingresses.networking.k8s.io",
  Gateway: "gateways.gateway.networking.k8s.io",
  PersistentVolumeClaim: "persistentvolumeclaims",
};

const stillThere = (standing: ReadonlyMap<OtherObject, string>, gone: readonly OtherObject[]): UserError =>
  new UserError(
    [
      "These objects are not of this stack, and still stand:",
      ...[...standing].map(([object, reason]) => `  ${shownOther(object)}: ${reason}`),
      ...(gone.length === 0 ? [] : ["These were deleted:", ...gone.map((object) => `  ${shownOther(object)}`)]),
      "Nothing of the stack was deleted. See with kubectl describe what keeps them, and run again once they are gone.",
    ].join("\n"),
  );
