import { checked, checkedCount, checkedEach, version } from "../../../shared/checks";
import { chartProblems } from "../../../shared/install-chart";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { filled } from "../../../shared/one-of";
import { minorVersion, pinProblems } from "../../../shared/tested-versions";
import { apiAccessProblems, publicAccessCidr } from "../../api-access";
import { devicePluginChart, hasGpus } from "../../gpus";
import type { ClusterRequest } from "../../target";
import { principalOf } from "../access";
import { AzureUpgradeChannel, type AzureClusterArgs } from "../args";
import { CLUSTER_NAME } from "../cluster";
import { givenProvider, locationOf } from "../context";
import { BUILT_IN_CLASSES, upgradeChannelSpec } from "../spec";
import { stackSettingProblems } from "../stack-settings";
import * as formats from "./formats";
import { networkFieldProblems, networkRuleProblems } from "./network";
import { mostNodes, poolFieldProblems, poolRuleProblems, systemPoolFieldProblems } from "./node-pools";
import { caseProblems, MOST_TAGS } from "./tags";

type Request = ClusterRequest<AzureClusterArgs>;

/** https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges, of 2026-11. */
const MOST_CIDRS = 200;

/** The form of each input, as far as it is specific to Azure. */
export const fieldProblems = ({ name, block, spec, args, opts }: Request): Problem[] => [
  ...checked("name", name, formats.clusterName(CLUSTER_NAME.most, CLUSTER_NAME.suffix)),
  ...checked("azure.location", block.location, formats.location),
  ...checked("azure.resourceGroupName", block.resourceGroupName, formats.resourceGroup),
  ...checked(
    "kubernetesVersion",
    spec.kubernetesVersion,
    (value) => version(value) ?? formats.kubernetesVersion(value),
  ),
  ...networkFieldProblems(block),
  ...systemPoolFieldProblems(block),
  ...checked("azure.maintenanceWindow.startTime", block.maintenanceWindow?.startTime, formats.time),
  ...hoursProblems(block),
  ...poolFieldProblems(spec.nodePools),
  ...checkedEach("admins", [...spec.admins], formats.principal),
  ...checkedEach("viewers", [...spec.viewers], formats.principal),
  ...(args.logRetentionDays === undefined ? [] : retentionProblems(spec.logRetentionDays)),
  ...Object.entries(spec.tags).flatMap(([key, value]) => [
    ...checked(`tags.${key}`, key, formats.tagKey),
    ...checked(`tags.${key}`, value, formats.tagValue),
  ]),
  ...(givenProvider(opts) === undefined ? stackSettingProblems() : []),
];

const hoursProblems = ({ maintenanceWindow }: AzureClusterArgs): Problem[] =>
  checkedCount("azure.maintenanceWindow.durationHours", maintenanceWindow?.durationHours, 4, 24);

/** https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure, of 2026-11. */
const retentionProblems = (days: number): Problem[] =>
  problemIf(
    days < 30 || days > 730,
    "logRetentionDays",
    `${shown(days)} is not a period that a Log Analytics workspace can have. Write 30 to 730.`,
  );

/** Missing inputs, and rules across inputs. */
export function ruleProblems(request: Request): Problem[] {
  const { block, spec, args, opts } = request;
  const { apiAccess = {} } = args;
  return [
    ...checked("azure-native:location", locationOf(block, opts), formats.location),
    ...apiAccessProblems(apiAccess, false),
    ...cidrProblems(request),
    ...networkRuleProblems(block, apiAccess, mostNodes(spec.nodePools, block)),
    ...poolRuleProblems(spec.nodePools, block),
    ...channelProblems(request),
    ...principalProblems(request),
    ...caseProblems("tags", Object.keys(spec.tags)),
    ...problemIf(
      Object.keys(spec.tags).length > MOST_TAGS,
      "tags",
      `has ${String(Object.keys(spec.tags).length)} tags; Azure allows ${String(MOST_TAGS)}.`,
    ),
    ...problemIf(
      BUILT_IN_CLASSES.includes(spec.storage.className ?? ""),
      "storage.className",
      `"${spec.storage.className ?? ""}" is a class that every AKS cluster has already. Use another name, or leave it out.`,
    ),
    ...installedChartProblems(request),
  ];
}

const NO_NETWORK_TO_BE_IN =
  "needs azure.existingNetwork: Pulumi must run inside the network, and the network does not exist yet if it is created here. Fill " +
  "azure.existingNetwork, or write apiAccess.cidrs without privateOnly.";

/** AKS compares addresses of the internet only, and not many of them. */
function cidrProblems({
  block,
  spec,
  args: { apiAccess: { cidrs = [], privateOnly = false } = {} },
}: Request): Problem[] {
  const own = block.existingNetwork?.egressCidrs?.length ?? (block.existingNetwork === undefined ? 1 : 0);
  return [
    ...problemIf(privateOnly && block.existingNetwork === undefined, "apiAccess.privateOnly", NO_NETWORK_TO_BE_IN),
    ...problemIf(
      privateOnly && cidrs.length > 0,
      "apiAccess.cidrs",
      "has no effect on a private API server of AKS: every network that is connected to the cluster's reaches it. Leave it out.",
    ),
    ...checkedEach("apiAccess.cidrs", [...spec.apiAccess.publicCidrs], publicAccessCidr),
    ...problemIf(
      !privateOnly && cidrs.length + own > MOST_CIDRS,
      "apiAccess.cidrs",
      `has ${String(cidrs.length)} blocks; AKS allows ${String(MOST_CIDRS)}, of which the nodes use ${String(own)}. Join neighbouring blocks.`,
    ),
  ];
}

/** AKS and this program must not both decide about the same part of the version. */
function channelProblems({ block, spec: { kubernetesVersion = "" } }: Request): Problem[] {
  const channel = upgradeChannelSpec(block);
  return [
    ...problemIf(
      /^\d+\.\d+\.\d+$/.test(kubernetesVersion) && channel !== AzureUpgradeChannel.None,
      "kubernetesVersion",
      `names a patch version, and azure.upgradeChannel (${channel}) installs others. Write ${minorVersion(kubernetesVersion)}, or upgradeChannel: AzureUpgradeChannel.None.`,
    ),
    ...problemIf(
      kubernetesVersion !== "" && [AzureUpgradeChannel.Stable, AzureUpgradeChannel.Rapid].includes(channel),
      "azure.upgradeChannel",
      `${shown(channel)} installs new minor versions, and kubernetesVersion names one. Leave one of the two out.`,
    ),
  ];
}

/** Azure knows a principal by its object id, in whatever case and with whatever kind it is written. */
function principalProblems({ spec: { admins, viewers } }: Request): Problem[] {
  const listed = Object.entries({ admins, viewers }).flatMap(([list, members]) =>
    members.map((member, index) => ({ path: `${list}[${String(index)}]`, member, id: principalOf(member).id })),
  );
  return listed.flatMap(({ path, member, id }, index) => {
    const [earlier] = listed.slice(0, index).filter((other) => other.id === id);
    return earlier === undefined
      ? []
      : [{ path, reason: `${shown(member)} has the same object id as ${earlier.path}. Leave out one of the two.` }];
  });
}

/** Charts are installed for GPUs only. */
function installedChartProblems({ spec, args: { charts, mirror, imageRegistry } }: Request): Problem[] {
  if (!hasGpus(spec)) {
    return filled({ charts, mirror, imageRegistry }).map((path) => ({
      path,
      reason: "has no effect: without GPUs, the cluster installs no chart. Leave it out.",
    }));
  }
  const plan = devicePluginChart(spec);
  return [
    ...chartProblems(spec.overrides, [plan]),
    ...(spec.allowUntestedVersions ? [] : pinProblems(spec.overrides.charts, [plan.name])),
  ];
}
