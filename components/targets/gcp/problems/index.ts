import { checked, checkedEach, version } from "../../../shared/checks";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { filled } from "../../../shared/one-of";
import type { ClusterRequest } from "../../target";
import type { GcpClusterArgs } from "../args";
import { CLUSTER_NAME } from "../cluster";
import { givenProvider, locationOf } from "../context";
import { ACCOUNT_ID } from "../node-account";
import { BUILT_IN_CLASSES, DEFAULT_LOCATION, isAutopilot, mostNodes, poolSpecs, regionOf } from "../spec";
import { ambientProject, ambientRegion, stackSettingProblems } from "../stack-settings";
import { networkAccessProblems } from "./api-access";
import { existingNetworkProblems, existingNetworkRuleProblems } from "./existing-network";
import * as formats from "./formats";
import { labelFieldProblems, MOST_LABELS } from "./labels";
import { networkFieldProblems, networkRuleProblems } from "./network";
import { poolFieldProblems, poolRuleProblems } from "./node-pools";
import { principalProblems } from "./principals";
import { recurrence, windowProblems } from "./window";

type Request = ClusterRequest<GcpClusterArgs>;

/** The form of each input, as far as it is specific to Google Cloud. */
export const fieldProblems = ({ name, block, spec, opts }: Request): Problem[] => [
  ...checked("name", name, (value) => nameRule(value)),
  ...checked("gcp.project", block.project, formats.project),
  ...checked("gcp.location", block.location, formats.location),
  ...checked(
    "kubernetesVersion",
    spec.kubernetesVersion,
    (value) => version(value) ?? formats.kubernetesVersion(value),
  ),
  ...networkFieldProblems(block),
  ...existingNetworkProblems(block),
  ...checked("gcp.kmsKeyName", block.kmsKeyName, formats.kmsKey),
  ...checked("gcp.maintenanceWindow.startTime", block.maintenanceWindow?.startTime, formats.time),
  ...checked("gcp.maintenanceWindow.endTime", block.maintenanceWindow?.endTime, formats.time),
  ...checked("gcp.maintenanceWindow.recurrence", block.maintenanceWindow?.recurrence, recurrence),
  ...poolFieldProblems(spec.nodePools),
  ...checkedEach("admins", [...spec.admins], formats.member),
  ...checkedEach("viewers", [...spec.viewers], formats.member),
  ...labelFieldProblems("tags", spec.tags),
  ...(givenProvider(opts) === undefined ? ambientProblems(block) : []),
];

/** The form of what the stack's config or the environment says. */
const ambientProblems = ({ project, location }: GcpClusterArgs): Problem[] => [
  ...stackSettingProblems(),
  ...checked("gcp:project", project === undefined ? ambientProject() : undefined, formats.project),
  ...checked("gcp:region", location === undefined ? ambientRegion() : undefined, formats.location),
];

/** The name starts the names of the cluster and of the account of its nodes, which has the least room. */
const nameRule = (value: string): string | undefined =>
  formats.resourceName("a GKE cluster", CLUSTER_NAME.most, CLUSTER_NAME.suffix)(value) ??
  formats.resourceName("the service account of the nodes", ACCOUNT_ID.most, ACCOUNT_ID.suffix)(value);

/** Missing inputs, and rules across inputs. */
export function ruleProblems(request: Request): Problem[] {
  const { block, spec, opts } = request;
  const location = locationOf(block, opts) ?? DEFAULT_LOCATION;
  const pools = poolSpecs(request, location);
  return [
    ...problemIf(
      block.project === undefined && givenProvider(opts) === undefined && ambientProject() === undefined,
      "gcp.project",
      "is missing. Write it here or as gcp:project in the stack's config.",
    ),
    ...networkAccessProblems(request),
    ...networkRuleProblems(block, mostNodes(pools)),
    ...existingNetworkRuleProblems(block, location),
    ...windowProblems(block),
    ...keyProblems(block, location),
    ...principalProblems(spec),
    ...problemIf(
      Object.keys(spec.tags).length > MOST_LABELS,
      "tags",
      `has ${String(Object.keys(spec.tags).length)} tags; Google Cloud allows ${String(MOST_LABELS)} labels.`,
    ),
    ...problemIf(
      BUILT_IN_CLASSES.includes(spec.storage.className ?? ""),
      "storage.className",
      `"${spec.storage.className ?? ""}" is a class that every GKE cluster has already. Use another name, or leave it out.`,
    ),
    ...(isAutopilot(block) ? autopilotProblems(request, location) : poolRuleProblems(pools, location)),
  ];
}

function keyProblems({ kmsKeyName }: GcpClusterArgs, location: string): Problem[] {
  const region = regionOf(location);
  return checked("gcp.kmsKeyName", kmsKeyName, (value) =>
    value.includes(`/locations/${region}/`)
      ? undefined
      : `is not a key in ${region}, the region of the cluster; use a key there`,
  );
}

/** With Autopilot, Google creates the nodes, in all zones of a region. */
const autopilotProblems = ({ block, args: { nodePools } }: Request, location: string): Problem[] => [
  ...filled({ nodePools }).map((path) => ({
    path,
    reason: "has no effect with Autopilot, which creates nodes as pods need them. Leave it out.",
  })),
  ...problemIf(
    regionOf(location) !== location,
    block.location === undefined ? "gcp:region" : "gcp.location",
    `"${location}" is a zone, and Autopilot needs a region. Write ${regionOf(location)}.`,
  ),
];
