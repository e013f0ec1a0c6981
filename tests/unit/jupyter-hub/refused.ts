import { JupyterHub, type ClusterFacts } from "../../../components";
import { cluster } from "../platform";
import { clusterWith, refusesRows } from "../refused-rows";
import { LOGINS } from "./hub";

/** JupyterHub with a shared password, unless the arguments say otherwise. */
export const create = (args: object, facts: Partial<ClusterFacts> = {}): JupyterHub =>
  new JupyterHub(
    "hub",
    { cluster: clusterWith(facts), login: LOGINS.sharedPassword, ...args },
    { provider: cluster().provider },
  );

export const refuses = refusesRows(create);
export type { Row } from "../refused-rows";
