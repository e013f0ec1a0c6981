export { allNames, allObjects, type AnyObject } from "./all-objects";
export { sharedCluster } from "./shared-cluster";
export { neverReady } from "./stages";
export { type ClusterOptions, startCluster, type TestCluster } from "./start-cluster";
export { loadBalancerIp } from "./status-templates";
