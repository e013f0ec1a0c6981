import { liveObject } from "../cluster/objects";
import type { Limit } from "./check";
import type { LiveCluster } from "./live-cluster";
import { fail, pass, type Outcome } from "./outcome";

/** Whether all pods of a Deployment are available. */
export async function checkDeployment(
  cluster: LiveCluster,
  metadata: { readonly name: string; readonly namespace: string },
  { signal }: Limit,
): Promise<Outcome> {
  const access = await cluster.access(signal);
  const { name, namespace } = metadata;
  const live = await liveObject(access, { apiVersion: "apps/v1", kind: "Deployment", metadata });
  if (live === undefined) return fail(`there is no Deployment ${name} in ${namespace}`, "Run mlplatform up.");
  const { replicas: wanted = 1 } = live.spec ?? {};
  const { availableReplicas: available = 0 } = live.status ?? {};
  const detail = `${String(available)} of ${String(wanted)} pods of ${name} are available`;
  if (Number(available) >= Number(wanted) && Number(wanted) > 0) return pass(detail);
  return fail(detail, `See: kubectl describe pods -n ${namespace}`);
}
