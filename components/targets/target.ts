import type * as pulumi from "@pulumi/pulumi";
import { readdirSync } from "node:fs";
import type { Claim } from "../shared/claims";
import type { ClusterFacts } from "../shared/facts";
import type { Problem } from "../shared/invalid-args";
import { withOptionalPackage } from "../shared/optional-package";
import type { CommonArgs } from "./common-args";
import type { ClusterSpec, CommonInput } from "./common-spec";
import type { NodePoolArgs } from "./node-pool-args";
import type { TaintsOf } from "./node-pools";

/** What a target returns: the facts that add-ons need, and how to reach the cluster. */
export interface ProvisionedCluster extends ClusterFacts {
  /**
   * Secret kubeconfig text whose current context is the cluster. It depends on everything that workloads need, so that a
   * provider with this kubeconfig is deleted before any of it.
   */
  readonly kubeconfig: pulumi.Output<string>;
  /** URL of the API server. */
  readonly endpoint: pulumi.Input<string>;
  /** Id of the network of the nodes. */
  readonly networkId?: pulumi.Input<string>;
  /** Identity of the nodes: role ARN, service account or managed identity. */
  readonly nodeIdentity?: pulumi.Input<string | undefined>;
}

/** The cluster that a target must check or create. */
export interface ClusterRequest<Block> {
  /** Name of the component. */
  readonly name: string;
  /** The target's block, as the caller wrote it. */
  readonly block: Block;
  /** The common inputs with their defaults filled in. */
  readonly spec: ClusterSpec;
  /** The common inputs as the caller wrote them, for checks that must know whether an input was written. */
  readonly args: CommonArgs;
  /** The options of the component, for checks that must know which providers were passed. */
  readonly opts?: pulumi.ComponentResourceOptions;
}

/** A place where a cluster runs. Each folder beside this file exports one as `target`. */
export interface Target<Block> {
  /** The common inputs that the target supports; `MlCluster` refuses the others. */
  readonly supportedInputs: readonly CommonInput[];
  /** The node pools of a cluster whose caller writes none. @default one pool `general` with 2 to 4 nodes */
  readonly defaultNodePools?: Readonly<Record<string, NodePoolArgs>>;
  /** All taints of a pool's nodes, also those that the cloud adds. @default those of the pool */
  readonly nodeTaints?: TaintsOf;
  /** Stage one: the form of each input that was written. It reports no missing input and compares no inputs. */
  fieldProblems(request: ClusterRequest<Block>): Problem[];
  /** Stage two: missing inputs and rules across inputs. It runs only if stage one found nothing, so every value is well-formed. */
  ruleProblems(request: ClusterRequest<Block>): Problem[];
  /** What the cluster takes that another cluster of the program must not take too, such as a port. @default nothing */
  claims?(request: ClusterRequest<Block>): Claim[];
  /** Creates the cluster, or reads how to reach an existing one. */
  provision(request: ClusterRequest<Block>, parent: pulumi.ComponentResource): ProvisionedCluster;
}

/** The names of all targets: the folders beside this file. */
export const targetNames = (): string[] =>
  readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** Loads one target. If its cloud's SDK is not installed, returns what to install. */
export function loadTarget(name: string): { target: Target<unknown> } | { missing: Problem } {
  const loaded = loadFrom(name, "index");
  return "missing" in loaded
    ? { missing: { path: name, reason: loaded.missing } }
    : (loaded.exports as { target: Target<unknown> });
}

/**
 * Loads a file of one target and with it one cloud's SDK. If the SDK is not installed, says what to install. The `require` has no
 * type on purpose: a typed import would make the compiler check every SDK.
 */
export function loadFrom(name: string, file: string): { exports: unknown } | { missing: string } {
  return withOptionalPackage(
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    () => require(`./${name}/${file}`) as unknown,
    () => sdksOf(name),
  );
}

/** The SDKs that a target needs besides `@pulumi/pulumi` and `@pulumi/kubernetes`. */
export const sdksOf = (target: string): readonly string[] =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require(`./${target}/pins`) as { sdks: readonly string[] }).sdks;
