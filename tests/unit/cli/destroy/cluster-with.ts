import { ClusterAccess } from "../../../../cli/cluster/access";
import type { StackCluster } from "../../../../cli/cluster/stack-clusters";
import type { ResourceRecord } from "../../../../cli/stack/state";
import type { FakeTool } from "../cluster/fake-tool";

/** A cluster that the stack created, with these resources of the stack and this kubectl. */
export const clusterWith = (
  kubectl: FakeTool,
  resources: readonly ResourceRecord[],
  takesDisks = false,
): StackCluster => ({
  server: "https://api.example.org",
  access: new ClusterAccess({}, { kubectl: kubectl.program }),
  resources,
  isCreated: true,
  takesDisks,
});
