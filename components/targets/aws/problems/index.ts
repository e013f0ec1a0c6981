import * as pulumi from "@pulumi/pulumi";
import { chartProblems } from "../../../shared/install-chart";
import { checked, version, type Check } from "../../../shared/checks";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { filled } from "../../../shared/one-of";
import { pinProblems } from "../../../shared/tested-versions";
import type { ClusterRequest } from "../../target";
import { AwsVolumeType, type AwsClusterArgs } from "../args";
import { givenProvider } from "../context";
import { awsSpec, CLUSTER_SUFFIX, networkSpec, ROLE_SUFFIX } from "../spec";
import { ambientRegion, stackSettingProblems, stackTags } from "../stack-settings";
import { chartPlans } from "../values";
import { networkAccessProblems, principalFieldProblems, principalRuleProblems } from "./access";
import { kmsKeyArn, roleArn } from "./arns";
import * as formats from "./formats";
import { listOf, networkFieldProblems, networkRuleProblems } from "./network";
import { poolFieldProblems, poolRuleProblems } from "./node-pools";
import { chartTagProblems, tagProblems } from "./tags";

type Request = ClusterRequest<AwsClusterArgs>;

/** Number of private subnets, one in each zone of a network that is created; undefined if it is known only later. */
const subnetCount = ({ network, existingNetwork }: AwsClusterArgs): number | undefined =>
  existingNetwork === undefined ? networkSpec(network).zones : listOf(existingNetwork.privateSubnetIds)?.length;

/** The form of each input, as far as it is specific to AWS. */
export const fieldProblems = ({ name, block, spec, opts }: Request): Problem[] => [
  ...checked("name", name, componentName),
  ...checked("aws.region", block.region, formats.region),
  ...checked(
    "kubernetesVersion",
    spec.kubernetesVersion,
    (value) => version(value) ?? formats.kubernetesVersion(value),
  ),
  ...networkFieldProblems(block),
  ...checked("aws.kmsKeyArn", block.kmsKeyArn, kmsKeyArn()),
  ...checked("aws.diskKmsKeyArn", block.diskKmsKeyArn, kmsKeyArn()),
  ...checked("aws.login.roleArn", block.login?.roleArn, roleArn()),
  ...poolFieldProblems(spec.nodePools),
  ...principalFieldProblems(spec),
  ...tagProblems("tags", spec.tags),
  ...(givenProvider(opts) === undefined ? stackProblems() : []),
];

/** What is wrong with `aws:…` in the stack's config. A provider that the caller passed does not depend on it. */
function stackProblems(): Problem[] {
  const problems = stackSettingProblems();
  return problems.length > 0 ? problems : tagProblems("aws:defaultTags.tags", stackTags());
}

/** The name starts the names of all resources. Names of roles have the least room. */
const componentName: Check = (value) =>
  formats.clusterName(CLUSTER_SUFFIX)(value) ?? formats.roleName(ROLE_SUFFIX)(value);

/** Missing inputs, rules across inputs, and values that AWS does not offer. */
export function ruleProblems(request: Request): Problem[] {
  const { name, block, spec, opts } = request;
  const provider = givenProvider(opts);
  const region = block.region ?? (provider === undefined ? ambientRegion() : undefined);
  return [
    ...problemIf(
      region === undefined && provider === undefined,
      "aws.region",
      "is missing. Write it here or as aws:region in the stack's config.",
    ),
    ...networkRuleProblems(block),
    ...checked("aws.kmsKeyArn", block.kmsKeyArn, kmsKeyArn(block.region)),
    ...checked("aws.diskKmsKeyArn", block.diskKmsKeyArn, kmsKeyArn(block.region)),
    ...checked("aws.login.roleArn", block.login?.roleArn, roleArn(region)),
    ...networkAccessProblems(request),
    ...poolRuleProblems({ cluster: name, region: block.region, subnetCount: subnetCount(block) }, spec.nodePools),
    ...(block.region === undefined ? checked("aws.region", region, formats.region) : []),
    ...principalRuleProblems(spec, region),
    ...tagProblems("tags with aws:defaultTags", spec.tags), // each alone is right
    ...problemIf(
      !LOG_RETENTIONS.includes(spec.logRetentionDays),
      "logRetentionDays",
      `${shown(spec.logRetentionDays)} is not a period that CloudWatch offers; write one of ${LOG_RETENTIONS.join(", ")}.`,
    ),
    ...storageProblems(request),
    ...(awsSpec(block, spec).isAutoMode ? autoModeProblems(request) : installedChartProblems(request)),
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html. */
const LOG_RETENTIONS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

function storageProblems({ block, spec }: Request): Problem[] {
  const advice =
    block.volumeType === AwsVolumeType.Gp2
      ? ""
      : " If you want disks of that kind, write aws.volumeType: AwsVolumeType.Gp2.";
  return problemIf(
    spec.storage.className === "gp2",
    "storage.className",
    `"gp2" is a class that every EKS cluster has already, without encryption. Use another name.${advice}`,
  );
}

/** In Auto Mode AWS creates the nodes and runs what our charts install otherwise. */
function autoModeProblems({ block, spec: { overrides }, args: { nodePools } }: Request): Problem[] {
  const { diskKmsKeyArn, vpcCni } = block;
  const why = {
    nodePools: "creates nodes as pods need them",
    charts: "needs no chart",
    mirror: "needs no chart",
    imageRegistry: "needs no chart",
    "aws.diskKmsKeyArn": "encrypts the disks of its nodes with a key of its own",
    "aws.vpcCni": "has its own network plugin",
  };
  const written = { nodePools, ...overrides, "aws.diskKmsKeyArn": diskKmsKeyArn, "aws.vpcCni": vpcCni };
  return filled(written).map((path) => ({
    path,
    reason: `has no effect with Auto Mode, which ${why[path as keyof typeof why]}. Leave it out.`,
  }));
}

function installedChartProblems({ block, spec }: Request): Problem[] {
  const { overrides, allowUntestedVersions } = spec;
  const plans = chartPlans(awsSpec(block, spec), spec, pulumi.output(""));
  const names = plans.map((plan) => plan.name);
  return [
    ...chartTagProblems(spec.tags),
    ...chartProblems(overrides, plans),
    ...(allowUntestedVersions ? [] : pinProblems(overrides.charts, names)),
  ];
}
