import type * as pulumi from "@pulumi/pulumi";
import type { Command } from "@pulumi/command/remote/command";
import { calledOf, commonData, filesWord, nameOf, optionsOf, type ClusterContext, type Machine } from "./machine";
import { remoteCommand } from "./remote-command";
import type { InstalledMachine } from "./setup";

/**
 * Upgrades a node when the release changes: its pods leave it, it gets the new release, and pods may come back. Nothing of it runs when
 * the node is created, not even a connection, so that a chain of these does not slow that down.
 *
 * @param through the server whose `kubectl` is used
 */
export function upgradeNode(
  machine: InstalledMachine & { readonly nodeName: pulumi.Output<string> },
  through: Machine,
  after: readonly pulumi.Resource[],
  context: ClusterContext,
): Command {
  const { node, nodeName, connection, files } = machine;
  const { release } = context.spec;
  const member = {
    connection: through.connection,
    user: through.node.user,
    parts: ["member" as const],
    data: { ...commonData(node, context), TARGET: nodeName, LABELS: "", TAINTS: "" },
  };
  const called = calledOf(node);
  const draining = remoteCommand(
    nameOf(context, node, "drain"),
    { ...member, update: { what: `drain ${called} before its upgrade`, call: ["drain", release] } },
    { ...optionsOf(context, node), dependsOn: [...after] },
  );
  const upgrade = remoteCommand(
    nameOf(context, node, "upgrade"),
    {
      connection,
      user: node.user,
      parts: ["install", "node"],
      data: { ...commonData(node, context), CONFIG: "", FIRST: "" },
      update: { what: `upgrade RKE2 on ${called}`, call: ["upgrade", release, filesWord(context.spec)] },
    },
    { ...optionsOf(context, node), dependsOn: [draining, ...files] },
  );
  return remoteCommand(
    nameOf(context, node, "uncordon"),
    { ...member, update: { what: `let pods run on ${called} again`, call: ["uncordon", release] } },
    { ...optionsOf(context, node), dependsOn: upgrade },
  );
}
