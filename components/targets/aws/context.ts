import * as config from "@pulumi/aws/config";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import { Provider } from "@pulumi/aws/provider";
import { Provider as EksProvider } from "@pulumi/eks/provider";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { inheritedProvider } from "../../shared/provider";
import { problemIf } from "../../shared/invalid-args";
import { refuseLate } from "../../shared/late-refusal";
import type { ClusterRequest } from "../target";
import type { AwsClusterArgs, AwsLoginArgs } from "./args";

/** What all cloud resources of one cluster share. */
export interface AwsContext {
  /** Options of each resource: its parent and its AWS provider. */
  readonly opts: { readonly parent: pulumi.Resource; readonly provider: Provider };
  /** Providers of the other packages; explicit, because a stack can switch off default providers. */
  readonly eks: EksProvider;
  readonly random: RandomProvider;
  readonly region: pulumi.Output<string>;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: pulumi.Output<string>;
  /** How the kubeconfig logs in if the block does not say: like the provider that is created from the stack's config. */
  readonly login?: AwsLoginArgs;
  /** Tags of every resource, as the caller wrote them. */
  readonly tags: Readonly<Record<string, string>>;
  /** The tags of one resource: those above, and the name that the AWS console shows. */
  readonly tagged: (name: string) => Record<string, string>;
}

/**
 * Uses the AWS provider that was passed, or creates one from the stack's config. The provider is always explicit, because
 * without one `@pulumi/eks` creates its children with another version of the AWS provider.
 */
export function awsContext(
  { name, block, spec }: ClusterRequest<AwsClusterArgs>,
  parent: pulumi.ComponentResource,
): AwsContext {
  const passed = parent.getProvider(CLUSTER) as Provider | undefined;
  const provider = passed ?? new Provider(`${name}-aws`, { ...stackConfig(), ...region(block) }, { parent });
  const opts = { parent, provider };
  const found = getRegionOutput({}, opts).apply(({ region }) => region);
  return {
    opts,
    eks: new EksProvider(`${name}-eks`, {}, { parent }),
    random: new RandomProvider(`${name}-random`, {}, { parent }),
    region: passed === undefined ? pulumi.output(block.region ?? found) : regionOfProvider(name, block.region, found),
    login: passed === undefined ? configuredLogin() : undefined,
    partition: getPartitionOutput({}, opts).apply(({ partition }) => partition),
    tags: spec.tags,
    tagged: (resource) => ({ Name: resource, ...spec.tags }),
  };
}

/** The provider that the caller passed. */
export const givenProvider = (opts: pulumi.ComponentResourceOptions | undefined): Provider | undefined =>
  inheritedProvider(opts, CLUSTER, (candidate) => Provider.isInstance(candidate)) as Provider | undefined;

const CLUSTER = "aws:eks/cluster:Cluster";

/** The region of the stack's config or of the environment. */
export const ambientRegion = (): string | undefined =>
  config.region ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];

const region = (block: AwsClusterArgs): { region?: pulumi.Input<Region> } =>
  block.region === undefined ? {} : { region: block.region };

type Region = NonNullable<typeof config.region>;

/** The values of `aws:…` in the stack's config. An explicit provider does not read them itself. */
function stackConfig(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== undefined && typeof value !== "function"),
  );
}

/** The login that `aws:profile` and `aws:assumeRoles` describe. The AWS CLI supports one role, not a chain of roles. */
function configuredLogin(): AwsLoginArgs | undefined {
  const { profile, assumeRoles = [] } = config;
  const roleArn = assumeRoles.length === 1 ? assumeRoles[0]?.roleArn : undefined;
  return profile === undefined && roleArn === undefined ? undefined : { profile, roleArn };
}

/** Fails, also in a preview, if the block names another region than that of the provider. */
function regionOfProvider(
  name: string,
  wanted: string | undefined,
  found: pulumi.Output<string>,
): pulumi.Output<string> {
  return found.apply(async (actual) => {
    const reason = `${wanted ?? ""} is not the region of the provider (${actual}). Leave it out, or pass a provider for ${wanted ?? ""}.`;
    const isOther = wanted !== undefined && wanted !== actual;
    await refuseLate(`MlCluster "${name}"`, problemIf(isOther, "aws.region", reason));
    return actual;
  });
}
