import * as pulumi from "@pulumi/pulumi";
import type { MlClusterArgs } from "../components";
import type { ConfigWords } from "./config-words";

/** How many nodes a program may ask for. */
export interface NodeLimits {
  /** The largest value of `nodes`, so that the autoscaler may double it. */
  readonly most: number;
  /** The number of nodes that the autoscaler may add up to at least. @default none */
  readonly leastMax?: number;
}

/** The inputs of a cluster that mean the same on every cloud, as the config says. */
export function clusterFromConfig(config: pulumi.Config, { most, leastMax = 0 }: NodeLimits) {
  const nodes = config.requireNumber("nodes");
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > most) {
    throw new pulumi.RunError(
      `nodes: ${nodes} is not a number of nodes; write a whole number from 1 to ${most} (the autoscaler may double it).`,
    );
  }
  const instanceType = config.get("instanceType") || undefined;
  return {
    kubernetesVersion: config.get("kubernetesVersion") || undefined,
    nodePools: { general: { instanceType, min: nodes, max: Math.max(2 * nodes, leastMax) } },
    admins: config.requireObject<string[]>("admins"),
    deletionProtection: config.requireBoolean("deletionProtection"),
    allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
  } satisfies MlClusterArgs;
}

/** The CIDR blocks that reach the API server, on a cloud where nobody does without them. */
export function apiCidrsFromConfig(config: pulumi.Config): string[] {
  const cidrs = config.requireObject<string[]>("apiCidrs");
  if (cidrs.length > 0) return cidrs;
  throw new pulumi.RunError(
    "apiCidrs: is empty, so nobody can reach the API server; write the CIDR blocks from which you run Pulumi.",
  );
}

/** How the config names these inputs. */
export const clusterWords = {
  keys: {
    "nodePools.general.instanceType": "instanceType",
    "nodePools.general.max": "nodes",
    "apiAccess.cidrs": "apiCidrs",
  },
  // The key `allowPublic` opens the gateway, not the API server.
  advice: { ", or allowPublic: true": "" },
  instead: {
    "nodePools.general.gpu": {
      path: "instanceType",
      reason: "has GPUs, which the models of this program do not use. Write a type without GPUs.",
    },
  },
} satisfies ConfigWords;
