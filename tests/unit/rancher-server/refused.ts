import { RancherServer, type ClusterFacts } from "../../../components";
import { cluster } from "../platform";
import { clusterWith, refusesRows } from "../refused-rows";
import { HOST, HTTPS } from "./rancher";

/** Rancher of a cluster of another stack, behind an ingress with HTTPS unless the arguments name another way in. */
export const create = (args: object, facts: Partial<ClusterFacts> = {}): RancherServer =>
  new RancherServer(
    "rancher",
    {
      cluster: clusterWith(facts),
      host: HOST,
      kubeconfig: "a: kubeconfig\n",
      ...("kubernetesIngress" in args ? {} : { ingress: HTTPS }),
      ...args,
    },
    { provider: cluster().provider },
  );

export const refuses = refusesRows(create);
export type { Row } from "../refused-rows";
