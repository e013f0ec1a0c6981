import { targetNames } from "../../../components/targets/target";
import { componentOptions } from "../component-options";

/** Every option that a cluster of a target has: `aws.network.cidr`, `nodePools.*.min`, `charts.*.values.*`. */
export const listedOptions = (target: string): string[] =>
  componentOptions("MlCluster", (input) => input === target || !targetNames().includes(input));
