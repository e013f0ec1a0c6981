import type { Command } from "@pulumi/command/remote/command";
import type * as pulumi from "@pulumi/pulumi";
import { configFile } from "./config-file";
import { calledOf, commonData, filesWord, isServer, nameOf, optionsOf, type ClusterContext } from "./machine";
import { remoteCommand } from "./remote-command";
import type { InstalledMachine } from "./setup";

/** Starts RKE2 on a machine: the first server starts the cluster, and all others join it. */
export function startNode(
  { node, connection, setup }: InstalledMachine,
  after: readonly pulumi.Resource[],
  { context, isProtected }: { readonly context: ClusterContext; readonly isProtected: boolean },
): Command {
  const { spec } = context;
  const isFirst = node.key === spec.first?.key;
  // As the other nodes reach them: from outside, a firewall may hide a cluster that runs.
  const others = isFirst
    ? spec.servers
        .filter(({ key }) => key !== node.key)
        .map(({ address, internalAddress }) => internalAddress ?? address)
    : [];
  return remoteCommand(
    nameOf(context, node),
    {
      connection,
      user: node.user,
      parts: ["install", "node"],
      data: {
        ...commonData(node, context),
        FIRST: isFirst ? "yes" : "",
        CONFIG: configFile(node, spec, context),
      },
      create: {
        what: `start the RKE2 ${node.role} ${calledOf(node)}`,
        call: ["start", spec.release, filesWord(spec), ...others],
      },
      update: { what: `configure the RKE2 ${node.role} ${calledOf(node)}`, call: ["configure"] },
      delete: { what: `uninstall RKE2 on ${calledOf(node)}`, call: ["uninstall"] },
    },
    {
      // A new release comes with an upgrade, when it is the node's turn.
      ...optionsOf(context, node, ["create"]),
      dependsOn: [...setup, ...after],
      protect: isProtected && isServer(node) && isFirst,
    },
  );
}
