import type { region as configuredRegion } from "@pulumi/aws/config";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import { Provider } from "@pulumi/aws/provider";
import { Provider as EksProvider } from "@pulumi/eks/provider";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { inheritedProvider } from "../../shared/provider";
import { problemIf } from "../../shared/invalid-args";
import { refuseLate } from "../../shared/late-refusal";
import { warn } from "../../shared/warn";
import type { ClusterRequest } from "../target";
import type { AwsClusterArgs, AwsLoginArgs } from "./args";
import { loginEnvironment, stackLogin, stackSettings, stackTags } from "./stack-settings";

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
  /** How the kubeconfig logs in: as the block says, or like the provider that is created from the stack's config. */
  readonly login?: AwsLoginArgs;
  /** Environment variables with which the AWS CLI logs in like that provider. */
  readonly loginEnvironment: Readonly<Record<string, string>>;
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
  const provider = passed ?? new Provider(`${name}-aws`, { ...stackSettings(), ...region(block) }, { parent });
  const opts = { parent, provider };
  const found = getRegionOutput({}, opts).region;
  return {
    opts,
    eks: new EksProvider(`${name}-eks`, {}, { parent }),
    random: new RandomProvider(`${name}-random`, {}, { parent }),
    region: passed === undefined ? pulumi.output(block.region ?? found) : regionOfProvider(name, block.region, found),
    login: passed === undefined && block.login === undefined ? loginOfStack(name) : block.login,
    loginEnvironment: passed === undefined ? loginEnvironment() : {},
    partition: getPartitionOutput({}, opts).partition,
    tags: spec.tags,
    tagged: (resource) => ({ Name: resource, ...spec.tags }),
  };
}

/** The provider that the caller passed. */
export const givenProvider = (opts: pulumi.ComponentResourceOptions | undefined): Provider | undefined =>
  inheritedProvider(opts, CLUSTER, (candidate) => Provider.isInstance(candidate)) as Provider | undefined;

const CLUSTER = "aws:eks/cluster:Cluster";

const region = (block: AwsClusterArgs): { region?: pulumi.Input<Region> } =>
  block.region === undefined ? {} : { region: block.region };

type Region = NonNullable<typeof configuredRegion>;

/** The login of the provider that is created from the stack's config; a warning if the AWS CLI cannot log in like it. */
function loginOfStack(name: string): AwsLoginArgs {
  const { login, isComplete } = stackLogin();
  if (!isComplete) {
    warn(
      `MlCluster "${name}"`,
      "The kubeconfig of the cluster cannot log in like the AWS provider of the stack's config: the AWS CLI takes a profile and " +
        "one role without an external id, and no keys. It logs in with " +
        (login.profile === undefined ? "the CLI's own login" : "aws:profile") +
        ". If that has no access to the cluster, write aws.login.",
    );
  }
  return login;
}

/** The request with the tags of `aws:defaultTags`, unless the caller passed a provider, which has its own. */
export function withStackTags(request: ClusterRequest<AwsClusterArgs>): ClusterRequest<AwsClusterArgs> {
  const { spec, opts } = request;
  if (givenProvider(opts) !== undefined) return request;
  return { ...request, spec: { ...spec, tags: { ...stackTags(), ...spec.tags } } };
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
