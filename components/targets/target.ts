import type * as pulumi from "@pulumi/pulumi";
import { readdirSync } from "node:fs";
import type { ClusterFacts } from "../shared/facts";
import type { Problem } from "../shared/invalid-args";

/** The common inputs of an `MlCluster` with their defaults filled in. */
export interface ClusterSpec {
  readonly kubernetesVersion?: string;
  readonly allowUntestedVersions: boolean;
}

/** What a target hands over: the facts that add-ons need, and how to reach the cluster. */
export interface ProvisionedCluster extends ClusterFacts {
  /** Secret text of a kubeconfig whose current context is the cluster. */
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
  readonly nodeIdentity?: pulumi.Input<string>;
}

/** A place to run. Each folder beside this file exports one as `target`. */
export interface Target<Block> {
  /** What is wrong with the caller's block, all of it at once; paths start at the block. */
  problemsIn(block: Block, spec: ClusterSpec): Problem[];
  /** Creates the cluster, or reaches the one that exists. */
  provision(name: string, block: Block, spec: ClusterSpec, opts: pulumi.CustomResourceOptions): ProvisionedCluster;
}

/** The targets there are, which is the folder listing. */
export const targetNames = (): string[] =>
  readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** Loads one folder, so one SDK. Untyped on purpose: a typed import would type-check them all. */
export const loadTarget = (name: string): Target<unknown> =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require(`./${name}`) as { target: Target<unknown> }).target;
