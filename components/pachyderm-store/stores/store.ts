import type * as pulumi from "@pulumi/pulumi";
import type { Claim } from "../../shared/claims";
import type { ClusterFacts } from "../../shared/facts";
import type { ChartOverrides, ChartPlan } from "../../shared/install-chart";
import type { Problem } from "../../shared/invalid-args";
import type { Decided, Labels, Values } from "../../shared/values";
import type { Credentials } from "../credentials";
import type { PachydermSpec } from "../spec";

/** The service accounts whose pods use the bucket: pachd's and those of pipelines. Both are names of the chart. */
export const ACCOUNTS = ["pachyderm", "pachyderm-worker"] as const;

/** How pods reach their bucket. */
export interface Access {
  /** Values below `pachd.storage`. */
  readonly storage: Values;
  /** The URL by which pods open the bucket. */
  readonly url: pulumi.Input<string>;
  /** Name of the bucket or container; absent for a folder. */
  readonly bucketName?: pulumi.Input<string>;
  /** Annotations for both service accounts. */
  readonly annotations?: Values;
  /** Labels for the pods of pachd. */
  readonly podLabels?: Values;
  /** What each service account acts as in the cloud, by its name. */
  readonly identities?: Readonly<Record<string, pulumi.Input<string>>>;
  /** What must exist before pods start. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** What a store is created with. */
export interface StoreContext {
  readonly name: string;
  readonly spec: PachydermSpec;
  /** The namespace; it resolves when it exists. */
  readonly namespace: pulumi.Output<string>;
  readonly credentials: Credentials;
  readonly cluster: ClusterFacts;
  readonly overrides: ChartOverrides;
}

/** What a store is checked with, besides its own block. */
export interface StoreChecks {
  readonly name: string;
  readonly cluster: ClusterFacts;
  readonly adopt: boolean;
  readonly labels: Labels;
  /** The options of the component, which may have providers. */
  readonly opts: pulumi.ComponentResourceOptions | undefined;
}

/** Where objects are kept. */
export interface Store {
  /** What the chart calls this kind of store. */
  readonly deployTarget: "AMAZON" | "GOOGLE" | "MICROSOFT" | "CUSTOM" | "LOCAL";
  /** Whether SeaweedFS is installed here. */
  readonly installsSeaweedFs?: boolean;
  /** Names of the Helm releases of the store. */
  readonly releases: readonly string[];
  /** Further objects in the namespace, with their kinds: `Secret models/keys`. */
  objects(namespace: string): string[];
  /** Where objects are kept, so that no other component keeps its own there. What is not known yet is not compared. */
  places(name: string, spec: PachydermSpec): Claim[];
  /** The typed inputs that decide keys of the chart's values. */
  readonly decided: Decided;
  /** Annotations of the service accounts and labels of the pods that decide as what pods log in. Only the store writes them. */
  readonly identityKeys?: readonly string[];
  /** What is wrong with single inputs of the block. */
  fieldProblems(): Problem[];
  /** What is wrong with inputs that do not fit together or the cluster. */
  ruleProblems(checks: StoreChecks): Problem[];
  /** Charts that are installed for the store, to compare the caller's values with. */
  charts(spec: PachydermSpec): ChartPlan[];
  /** How pods will reach the bucket, before anything exists. */
  planned(spec: PachydermSpec): Access;
  /** Creates the store, or finds it. */
  create(context: StoreContext, parent: pulumi.ComponentResource): Access;
}
