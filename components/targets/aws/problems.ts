import * as pulumi from "@pulumi/pulumi";
import { apiAccessProblems } from "../../shared/api-access";
import { chartProblems } from "../../shared/chart";
import { checked, checkedEach, version, type Check } from "../../shared/checks";
import { shown, type Problem } from "../../shared/invalid-args";
import { filled } from "../../shared/one-of";
import { kubernetesProblems, pinProblems } from "../../shared/versions";
import type { ClusterRequest, ClusterSpec, CommonArgs } from "../target";
import { AwsAutoscaling, AwsVolumeType, type AwsClusterArgs } from "./args";
import { kmsKeyArn, principalArn, roleArn } from "./arns";
import { AUTONAME } from "./autoname";
import * as formats from "./formats";
import { networkProblems } from "./network-problems";
import { ambientRegion, givenProvider } from "./context";
import { poolProblems } from "./pool-problems";
import { privateAccessProblems } from "./private-access";
import { CLASS_OF_EKS } from "./storage-class";
import { tagProblems } from "./tag-problems";
import { chartsOf } from "./values";

/** Length of the suffix that makes the names of clusters unique, with its dash. */
const SUFFIX = 7;
/** What the longest name of a role has besides the cluster's. */
const ROLE = "-load-balancers".length + AUTONAME;
/** The longest name of a cluster, by its roles. */
const LONGEST_NAME = formats.LONGEST_ROLE_NAME - ROLE;

/** What is wrong with the block, and with the common inputs on AWS. */
export function problemsIn(
  request: ClusterRequest<AwsClusterArgs>,
  common: CommonArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): Problem[] {
  const { name, block, spec } = request;
  const region = knownRegion(block, opts);
  return [
    ...regionProblems(region, opts),
    ...checked("name", name, componentName),
    ...checked("aws.region", block.region, formats.region),
    ...versionProblems(spec),
    ...networkProblems(block),
    ...checked("aws.kmsKeyArn", block.kmsKeyArn, kmsKeyArn(block.region)),
    ...checked("aws.login.roleArn", block.login?.roleArn, roleArn(region)),
    ...apiAccessProblems(common.apiAccess),
    ...apiCidrProblems(spec.apiAccess.cidrs),
    ...privateAccessProblems(block, common.apiAccess),
    // A name that is too long itself leaves the pools' names as much room as the longest one does.
    ...spec.nodePools.flatMap((pool) => poolProblems(name.slice(0, LONGEST_NAME), block, pool)),
    ...principalProblems(spec, region),
    ...retentionProblems(spec.logRetentionDays),
    ...tagProblems(spec.tags),
    ...storageProblems(request),
    ...(block.autoscaling === AwsAutoscaling.AutoMode ? autoModeProblems(spec, common) : ownChartProblems(block, spec)),
  ];
}

/** It begins the names of everything, of which those of roles have the least room. */
const componentName: Check = (value) => formats.clusterName(SUFFIX)(value) ?? formats.roleName(ROLE)(value);

/** The cluster's region, unless only a provider that was given can tell it. */
const knownRegion = (block: AwsClusterArgs, opts: pulumi.ComponentResourceOptions | undefined): string | undefined =>
  block.region ?? (givenProvider(opts) === undefined ? ambientRegion() : undefined);

const regionProblems = (region: string | undefined, opts: pulumi.ComponentResourceOptions | undefined): Problem[] =>
  region !== undefined || givenProvider(opts) !== undefined
    ? []
    : [{ path: "aws.region", reason: "is missing. Name it here or as aws:region in the stack's config." }];

/** What is no version, or none that we test, is refused as such, wherever the cluster runs. */
function versionProblems({ kubernetesVersion = "", allowUntestedVersions }: ClusterSpec): Problem[] {
  const path = "kubernetesVersion";
  const isTold =
    version(kubernetesVersion) !== undefined ||
    (!allowUntestedVersions && kubernetesProblems(path, kubernetesVersion).length > 0);
  return isTold ? [] : checked(path, kubernetesVersion, formats.kubernetesVersion);
}

function ownChartProblems(block: AwsClusterArgs, spec: ClusterSpec): Problem[] {
  const { overrides, allowUntestedVersions } = spec;
  const plans = chartsOf(block, spec, pulumi.output(""));
  const names = plans.map((plan) => plan.name);
  return [...chartProblems(overrides, plans), ...(allowUntestedVersions ? [] : pinProblems(overrides.charts, names))];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html. */
const MOST_CIDRS = 40;

function apiCidrProblems(cidrs: readonly string[]): Problem[] {
  const path = "apiAccess.cidrs";
  const many = { path, reason: `${String(cidrs.length)} are more than the ${String(MOST_CIDRS)} that EKS takes.` };
  return [...(cidrs.length > MOST_CIDRS ? [many] : []), ...checkedEach(path, [...cidrs], formats.publicAccessCidr)];
}

/** In Auto Mode AWS makes the nodes, and runs what we install elsewhere. */
function autoModeProblems({ overrides: { charts, mirror } }: ClusterSpec, { nodePools }: CommonArgs): Problem[] {
  const why = { nodePools: "makes nodes as pods need them", charts: "installs no chart", mirror: "installs no chart" };
  return filled({ nodePools, charts, mirror }).map((path) => ({
    path,
    reason: `has no effect with Auto Mode, which ${why[path as keyof typeof why]}. Leave it out.`,
  }));
}

function principalProblems({ admins, viewers }: ClusterSpec, region: string | undefined): Problem[] {
  const check = (path: string, arns: readonly string[], others: readonly string[]): Problem[] =>
    arns.flatMap((arn, index) => {
      const at = `${path}[${String(index)}]`;
      if (arns.indexOf(arn) !== index) return [{ path: at, reason: `${shown(arn)} is listed twice. Leave it out.` }];
      if (others.includes(arn)) return [{ path: at, reason: `${shown(arn)} is among admins already. Leave it out.` }];
      return checked(at, arn, principalArn(region));
    });
  return [...check("admins", admins, []), ...check("viewers", viewers, admins)];
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html. */
const RETENTIONS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

const retentionProblems = (days: number): Problem[] =>
  RETENTIONS.includes(days)
    ? []
    : [
        {
          path: "logRetentionDays",
          reason: `${shown(days)} is none of what CloudWatch knows: ${RETENTIONS.join(", ")}.`,
        },
      ];

function storageProblems({ block, spec }: ClusterRequest<AwsClusterArgs>): Problem[] {
  if (spec.storage.className !== CLASS_OF_EKS) return [];
  const meant =
    block.volumeType === AwsVolumeType.Gp2 ? "" : " For disks of that kind, write aws.volumeType: AwsVolumeType.Gp2.";
  const reason = `"${CLASS_OF_EKS}" is a class that every EKS cluster has already, without encryption. Use another name.${meant}`;
  return [{ path: "storage.className", reason }];
}
