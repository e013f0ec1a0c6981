import type * as pulumi from "@pulumi/pulumi";
import { readdirSync } from "node:fs";
import type { ApiAccessArgs, ApiAccessSpec } from "../shared/api-access";
import type { ChartOverrides } from "../shared/chart";
import type { ClusterFacts } from "../shared/facts";
import type { Problem } from "../shared/invalid-args";
import type { NodePoolSpec } from "../shared/node-pool";
import type { StorageSpec } from "../shared/storage";

/** The common inputs of an `MlCluster` with their defaults filled in. */
export interface ClusterSpec {
  readonly kubernetesVersion?: string;
  readonly allowUntestedVersions: boolean;
  readonly nodePools: readonly NodePoolSpec[];
  readonly apiAccess: ApiAccessSpec;
  /** Who administers the cluster, as the cloud names identities. */
  readonly admins: readonly string[];
  /** Who looks at it. */
  readonly viewers: readonly string[];
  readonly deletionProtection: boolean;
  readonly storage: StorageSpec;
  readonly logRetentionDays: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly overrides: ChartOverrides;
}

/** A common input that not every target can honour. */
export type CommonInput =
  | "kubernetesVersion"
  | "nodePools"
  | "apiAccess"
  | "admins"
  | "viewers"
  | "deletionProtection"
  | "storage"
  | "logRetentionDays"
  | "tags"
  | "charts"
  | "mirror";

/** The common inputs as the caller wrote them, for checks that have to tell what was written from a default. */
export interface CommonArgs {
  readonly apiAccess?: ApiAccessArgs;
  readonly nodePools?: object;
}

/** What a target hands over: the facts that add-ons need, and how to reach the cluster. */
export interface ProvisionedCluster extends ClusterFacts {
  /**
   * Secret text of a kubeconfig whose current context is the cluster. It resolves when workloads may come: whatever has
   * to outlive them is among its dependencies, so that a provider made of it is deleted before those.
   */
  readonly kubeconfig: pulumi.Output<string>;
  /** URL of the API server. */
  readonly endpoint: pulumi.Input<string>;
  /** Region or location; absent where there is no such thing. */
  readonly region?: pulumi.Input<string>;
  /** Network that addresses of load balancers come from, a CIDR block; absent where the cloud takes care of it. */
  readonly loadBalancerNetwork?: pulumi.Input<string>;
  /** Id of the network that the nodes are in. */
  readonly networkId?: pulumi.Input<string>;
  /** Ids of the private subnets, where the target has subnets. */
  readonly privateSubnetIds?: pulumi.Input<string[]>;
  /** Identity of the nodes: role ARN, service account or managed identity. */
  readonly nodeIdentity?: pulumi.Input<string | undefined>;
}

/** One cluster that is asked of a target. */
export interface ClusterRequest<Block> {
  /** The component's name. */
  readonly name: string;
  readonly block: Block;
  readonly spec: ClusterSpec;
}

/** A place to run. Each folder beside this file exports one as `target`. */
export interface Target<Block> {
  /** The common inputs that it takes; another one is refused rather than ignored. */
  readonly supportedInputs: readonly CommonInput[];
  /** What is wrong with the caller's block and the common inputs here, all of it at once; block paths start at the block. */
  problemsIn(request: ClusterRequest<Block>, common: CommonArgs, opts?: pulumi.ComponentResourceOptions): Problem[];
  /** Creates the cluster, or reaches the one that exists. */
  provision(request: ClusterRequest<Block>, parent: pulumi.ComponentResource): ProvisionedCluster;
}

/** The targets there are, which is the folder listing. */
export const targetNames = (): string[] =>
  readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/**
 * Loads one folder, so one SDK; untyped on purpose, because a typed import would type-check them all. Where the SDK is
 * not installed, what to install instead.
 */
export function loadTarget(name: string): { target: Target<unknown> } | { missing: Problem } {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(`./${name}`) as { target: Target<unknown> };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const [, missing] = /Cannot find module '(@pulumi\/[^/']+)/.exec(message) ?? [];
    if (code !== "MODULE_NOT_FOUND" || missing === undefined) throw error;
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { sdks } = require(`./${name}/pins`) as { sdks: readonly string[] };
    const reason = `${missing} is not installed. Run npm install ${sdks.join(" ")}.`;
    return { missing: { path: name, reason } };
  }
}
