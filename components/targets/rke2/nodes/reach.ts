import { Command } from "@pulumi/command/local/command";
import type * as pulumi from "@pulumi/pulumi";
import { lookAt } from "../ssh/reach";
import { calledOf, nameOf, optionsOf, type ClusterContext } from "./machine";
import type { CheckedMachine } from "./setup";

/**
 * Looks whether a machine can still be reached before RKE2 is removed from it. The error of a connection that fails would not say what
 * to do with a machine that is gone. Nothing of it runs at creation.
 */
export function watchReach(
  { node, hostKey, bastion }: CheckedMachine,
  after: pulumi.Resource,
  context: ClusterContext,
): Command {
  const called = calledOf(node);
  return new Command(
    nameOf(context, node, "reach"),
    {
      delete: `look whether ${called} can be reached`,
      ...lookAt({
        called,
        machine: node,
        hostKey: hostKey.key,
        bastion,
        logsIn: false,
        advice:
          "If the machine is gone for good, write lost: true for its node and run up; then remove the node, or destroy the cluster.",
      }),
    },
    { ...optionsOf(context, node), dependsOn: after },
  );
}
