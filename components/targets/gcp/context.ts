import { getProjectOutput } from "@pulumi/gcp/organizations/getProject";
import { Provider } from "@pulumi/gcp/provider";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomString } from "@pulumi/random/randomString";
import { inheritedProvider } from "../../shared/provider";
import type { ClusterRequest } from "../target";
import type { GcpClusterArgs } from "./args";
import { ambientRegion, stackSettings } from "./stack-settings";

/** What all cloud resources of one cluster share. */
export interface GcpContext {
  /** Options of each resource: its parent and its Google Cloud provider. */
  readonly opts: { readonly parent: pulumi.Resource; readonly provider: Provider };
  /** Id of the project. It is an input of every resource, because the ids of resources contain it. */
  readonly project: pulumi.Output<string>;
  /** Number of the project, in digits. */
  readonly projectNumber: pulumi.Output<string>;
  /** Six letters and digits that make names unique. */
  readonly suffix: pulumi.Output<string>;
  /** Labels of every resource that can have them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Uses the Google Cloud provider that was passed, or creates one from the stack's config. */
export function gcpContext(
  { name, block, spec }: ClusterRequest<GcpClusterArgs>,
  parent: pulumi.ComponentResource,
): GcpContext {
  const passed = parent.getProvider(CLUSTER) as Provider | undefined;
  const provider = passed ?? new Provider(`${name}-gcp`, { ...stackSettings(), ...ownProject(block) }, { parent });
  const opts = { parent, provider };
  const random = new RandomProvider(`${name}-random`, {}, { parent });
  const suffix = new RandomString(
    `${name}-suffix`,
    { length: 6, special: false, upper: false },
    { parent, provider: random },
  );
  const found = getProjectOutput(block.project === undefined ? {} : { projectId: block.project }, opts);
  return {
    opts,
    project: pulumi.output(block.project ?? found.apply(({ projectId }) => projectId ?? "")),
    projectNumber: found.number,
    suffix: suffix.result,
    labels: spec.tags,
  };
}

const ownProject = ({ project }: GcpClusterArgs): { project?: string } => (project === undefined ? {} : { project });

/** The provider that the caller passed. */
export const givenProvider = (opts: pulumi.ComponentResourceOptions | undefined): Provider | undefined =>
  inheritedProvider(opts, CLUSTER, (candidate) => Provider.isInstance(candidate)) as Provider | undefined;

const CLUSTER = "gcp:container/cluster:Cluster";

/** Where the cluster is: as the block says, else in the region of the stack's config. A passed provider has its own config. */
export const locationOf = (
  block: GcpClusterArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): string | undefined => block.location ?? (givenProvider(opts) === undefined ? ambientRegion() : undefined);
