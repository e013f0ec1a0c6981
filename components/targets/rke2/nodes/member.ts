import type * as pulumi from "@pulumi/pulumi";
import type { Command } from "@pulumi/command/remote/command";
import { calledOf, commonData, nameOf, type ClusterContext, type Machine } from "./machine";
import { remoteCommand } from "./remote-command";
import type { CheckedMachine } from "./setup";

/**
 * A node as the cluster sees it, which another server tells: it waits until the node is ready and gives it its labels and taints. When the
 * node is removed from a cluster that stays, its pods leave it first, and the cluster forgets it.
 */
export function createMember(
  { node, nodeName }: CheckedMachine,
  through: Machine,
  after: readonly pulumi.Resource[],
  context: ClusterContext,
): Command {
  const called = calledOf(node);
  return remoteCommand(
    nameOf(context, node, "member"),
    {
      connection: through.connection,
      user: through.node.user,
      parts: ["member"],
      data: {
        ...commonData(node, context),
        TARGET: nodeName,
        LABELS: Object.entries(node.labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(" "),
        TAINTS: node.taints.map(({ key, value = "", effect }) => `${key}=${value}:${effect}`).join(" "),
      },
      // A removal that failed may have taken a lost node out of the cluster already. It would never come back.
      ...(!node.lost && {
        create: { what: `wait for the node ${called}`, call: ["join"] },
        update: { what: `label the node ${called}`, call: ["mark"] },
      }),
      delete: { what: `remove the node ${called} from the cluster`, call: ["forget"] },
    },
    {
      parent: context.parent,
      provider: context.provider,
      dependsOn: [...after],
      // A cluster that is deleted as a whole needs not move its pods.
      deletedWith: context.lastsAsCluster,
    },
  );
}
