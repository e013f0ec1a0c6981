import type * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts, WorkloadIdentity } from "../shared/facts";
import type { Problem } from "../shared/invalid-args";
import type { Labels } from "../shared/values";
import type { ServiceAccount } from "./dns-roles";
import { objectStoreOf } from "./operations";
import { loadFrom } from "./target";

/** What a bucket belongs to, for the checks before anything is created. */
export interface StoreCheck<Block> {
  /** Name of the component, from which names of resources are formed. */
  readonly name: string;
  /** The store's block, as the caller wrote it. */
  readonly block: Block;
  /** Path of the block: `s3`. */
  readonly path: string;
  /** The cluster whose pods use the bucket. */
  readonly cluster: ClusterFacts;
  /** Whether a bucket that an earlier destroy left is taken back. */
  readonly adopt: boolean;
  /** Labels for what is created in the cloud. They passed the rules of Kubernetes; those of the cloud are checked here. */
  readonly labels: Labels;
  /** The options of the component. The stack's config counts only if they have no provider. */
  readonly opts?: pulumi.ComponentResourceOptions;
}

/** The bucket to create or to use, and the pods that may use it. */
export interface StoreRequest<Block> extends Omit<StoreCheck<Block>, "cluster" | "path" | "opts"> {
  /** How pods of the cluster log in; it passed the check. */
  readonly identity: pulumi.Output<WorkloadIdentity>;
  /** Region or location of the cluster, if it is known. */
  readonly region: pulumi.Output<string | undefined>;
  /** Private subnets of the cluster; empty if they are not known. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** The service accounts that may use the bucket. */
  readonly accounts: readonly ServiceAccount[];
  /** Whether destroying the component keeps the bucket and its objects. */
  readonly keepData: boolean;
}

/** A bucket, and how pods reach it. */
export interface CreatedStore {
  /** Name of the bucket or container. */
  readonly bucketName: pulumi.Output<string>;
  /** Region or location of the bucket. */
  readonly region: pulumi.Output<string>;
  /** The account that has the bucket and its secret key; absent if the cloud has no such accounts or pods log in without a key. */
  readonly account?: { readonly name: pulumi.Output<string>; readonly key?: pulumi.Output<string> };
  /** Annotations for each of the service accounts, by which its pods log in. */
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  /** Labels that pods of the service accounts need to log in. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** What each service account acts as, by its name: a role ARN, a principal, a client id. */
  readonly identities: Readonly<Record<string, pulumi.Output<string>>>;
  /** What must exist before pods start. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/**
 * How a cloud keeps objects. The folder of a target whose `operations` have an `objectStore` exports it as `objectStore` from
 * `object-store.ts`.
 */
export interface ObjectStore<Block> {
  /** Stage one: what is wrong with single inputs of the block. */
  fieldProblems(path: string, block: Block): Problem[];
  /** Stage two: missing inputs, rules across inputs, and what the cluster's facts lack. */
  ruleProblems(check: StoreCheck<Block>): Problem[];
  /** What the cluster's identity lacks; it is checked again when it resolves. */
  identityProblems(path: string, block: Block, identity: WorkloadIdentity | undefined): Problem[];
  /** Creates the bucket, unless it exists, and lets exactly the service accounts use it. */
  create(request: StoreRequest<Block>, parent: pulumi.ComponentResource): CreatedStore;
}

/** Loads how a cloud keeps objects, and with it the cloud's SDK; if that is not installed, says what to install. */
export function loadObjectStore(block: string): { objectStore: ObjectStore<unknown> } | { missing: string } {
  const loaded = loadFrom(objectStoreOf(block), "object-store");
  return "missing" in loaded ? loaded : (loaded.exports as { objectStore: ObjectStore<unknown> });
}
