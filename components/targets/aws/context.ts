import * as config from "@pulumi/aws/config";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import { Provider } from "@pulumi/aws/provider";
import { Provider as EksProvider } from "@pulumi/eks/provider";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { inheritedProvider } from "../../shared/provider";
import { InvalidArgs } from "../../shared/invalid-args";
import type { ClusterRequest } from "../target";
import type { AwsClusterArgs, AwsLoginArgs } from "./args";

/** Where the cloud resources of one cluster go. */
export interface AwsContext {
  /** Options of a resource: its parent and the provider that all of them share. */
  readonly opts: { readonly parent: pulumi.Resource; readonly provider: Provider };
  /** Providers of what is not AWS itself: a stack may have none by default. */
  readonly eks: EksProvider;
  readonly random: RandomProvider;
  readonly region: pulumi.Output<string>;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: pulumi.Output<string>;
  /** How a kubeconfig logs in where the block does not say it: as the provider does, if that is one of the stack's config. */
  readonly login?: AwsLoginArgs;
  /** Tags of everything, as the caller wrote them. */
  readonly tags: Readonly<Record<string, string>>;
  /** Those tags, and the name that the console shows. */
  readonly tagged: (name: string) => Record<string, string>;
}

/**
 * The provider that was given, or one of the stack's own config. It is explicit either way, because `@pulumi/eks` brings
 * another version of it for its children unless it is handed one.
 */
export function awsContext(
  { name, block, spec }: ClusterRequest<AwsClusterArgs>,
  parent: pulumi.ComponentResource,
): AwsContext {
  const given = parent.getProvider(CLUSTER) as Provider | undefined;
  const provider = given ?? new Provider(`${name}-aws`, { ...stackConfig(), ...region(block) }, { parent });
  const opts = { parent, provider };
  const found = getRegionOutput({}, opts).apply(({ region }) => region);
  return {
    opts,
    eks: new EksProvider(`${name}-eks`, {}, { parent }),
    random: new RandomProvider(`${name}-random`, {}, { parent }),
    region: given === undefined ? pulumi.output(block.region ?? found) : agreed(name, block.region, found),
    login: given === undefined ? configuredLogin() : undefined,
    partition: getPartitionOutput({}, opts).apply(({ partition }) => partition),
    tags: spec.tags,
    tagged: (own) => ({ Name: own, ...spec.tags }),
  };
}

/** The provider that the caller passed. */
export const givenProvider = (opts: pulumi.ComponentResourceOptions | undefined): Provider | undefined =>
  inheritedProvider(opts, CLUSTER, (candidate) => Provider.isInstance(candidate)) as Provider | undefined;

const CLUSTER = "aws:eks/cluster:Cluster";

/** The region of the stack's config or the environment, where the block names none. */
export const ambientRegion = (): string | undefined =>
  config.region ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];

const region = (block: AwsClusterArgs): { region?: pulumi.Input<Region> } =>
  block.region === undefined ? {} : { region: block.region };

type Region = NonNullable<typeof config.region>;

/** What `aws:…` in the stack's config says, which only default providers read by themselves. */
function stackConfig(): Record<string, unknown> {
  const given = Object.entries(config).filter(([, value]) => value !== undefined && typeof value !== "function");
  return Object.fromEntries(given);
}

/** Who `aws:profile` and `aws:assumeRoles` say that Pulumi is; of a chain of roles the AWS CLI knows nothing. */
function configuredLogin(): AwsLoginArgs | undefined {
  const { profile, assumeRoles = [] } = config;
  const roleArn = assumeRoles.length === 1 ? assumeRoles[0]?.roleArn : undefined;
  return profile === undefined && roleArn === undefined ? undefined : { profile, roleArn };
}

/** A provider has one region: where the block names another, the program fails, in a preview already. */
function agreed(name: string, wanted: string | undefined, found: pulumi.Output<string>): pulumi.Output<string> {
  return found.apply((actual) => {
    if (wanted === undefined || wanted === actual) return actual;
    const reason = `${wanted} is not the region of the provider, which is ${actual}. Leave it out, or pass a provider of that region.`;
    throw new InvalidArgs(`MlCluster "${name}"`, [{ path: "aws.region", reason }]);
  });
}
