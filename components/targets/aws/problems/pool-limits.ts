import { problemIf, type Problem } from "../../../shared/invalid-args";
import type { NodePoolSpec } from "../../node-pools";
import { nodeLabels } from "../spec";

/** What EKS and EC2 allow at most. */
const LIMITS = {
  // Service quotas of EKS, of 2026-11: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html. AWS raises both on
  // request, but not for a cluster that does not exist yet.
  groups: 30,
  nodes: 450,
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html, of 2026-11.
  instanceTypes: 20,
  // https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html, of 2026-11.
  taints: 50,
  // gp3: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html, of 2026-11.
  diskSizeGb: 65536,
  // EKS passes labels and taints in the user data of the machines, of which EC2 allows 16 KB:
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html, of 2026-11. The rest is its own part.
  labelText: 12_000,
};

/** Numbers and sizes of pools that EKS refuses. */
export const poolLimitProblems = (pools: readonly NodePoolSpec[], subnetCount: number | undefined): Problem[] => {
  const groups = pools.reduce((sum, pool) => sum + groupCount(pool, subnetCount), 0);
  return [
    ...pools.flatMap((pool) => limitsOf(`nodePools.${pool.name}`, pool)),
    ...problemIf(
      groups > LIMITS.groups,
      "nodePools",
      `has ${String(groups)} node groups; EKS allows ${String(LIMITS.groups)} in a cluster. A pool with perZone has one in each zone.`,
    ),
  ];
};

/** Number of node groups of a pool. */
const groupCount = ({ perZone, zones }: NodePoolSpec, subnetCount = 1): number =>
  perZone ? (zones?.length ?? subnetCount) : 1;

function limitsOf(path: string, pool: NodePoolSpec): Problem[] {
  const { max, diskSizeGb, instanceTypes = [], taints } = pool;
  const texts = [
    ...Object.entries(nodeLabels(pool)).flat(),
    ...taints.flatMap(({ key, value = "", effect }) => [key, value, effect]),
  ];
  const length = texts.reduce((sum, text) => sum + text.length + 1, 0);
  const over = (at: string, count: number, limit: number, what: string): Problem[] =>
    problemIf(count > limit, `${path}.${at}`, `${String(count)} is too much; ${what.replace("#", String(limit))}.`);
  return [
    ...over("max", max, LIMITS.nodes, "EKS allows at most # nodes in a node group"),
    ...over("diskSizeGb", diskSizeGb, LIMITS.diskSizeGb, "a gp3 disk has at most # GiB"),
    ...over("instanceTypes", instanceTypes.length, LIMITS.instanceTypes, "EKS allows at most # machine types"),
    ...over("taints", taints.length, LIMITS.taints, "EKS allows at most # taints in a node group"),
    ...problemIf(
      length > LIMITS.labelText,
      `${path}.labels`,
      `labels and taints together have ${String(length)} characters; at most ${String(LIMITS.labelText)} fit into the user data of a machine.`,
    ),
  ];
}
