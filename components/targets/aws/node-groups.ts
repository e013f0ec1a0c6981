import { LaunchTemplate } from "@pulumi/aws/ec2";
import { NodeGroup } from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import { problemIf } from "../../shared/invalid-args";
import { refuseLate } from "../../shared/late-refusal";
import type { ClusterSpec } from "../common-spec";
import { TaintEffect } from "../node-pool-args";
import type { NodePoolSpec } from "../node-pools";
import { AwsAutoscaling } from "./args";
import type { ControlPlane } from "./cluster";
import type { AwsContext } from "./context";
import type { RoleWithPolicies } from "./iam-roles";
import type { Network } from "./network";
import { amiType, machineTypes, nodeLabels, type AwsSpec } from "./spec";

/** What node pools are created from. */
export interface NodePoolsRequest {
  readonly aws: AwsSpec;
  readonly common: ClusterSpec;
  readonly cluster: ControlPlane;
  readonly network: Network;
  readonly role: RoleWithPolicies;
  readonly context: AwsContext;
  /** What nodes need to become ready. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Creates a managed node group for each pool, in private subnets. */
export const createNodePools = (name: string, request: NodePoolsRequest): NodeGroup[] =>
  request.common.nodePools.flatMap((pool) => createNodePool(name, pool, request));

function createNodePool(cluster: string, pool: NodePoolSpec, request: NodePoolsRequest): NodeGroup[] {
  const name = `${cluster}-${pool.name}`;
  const template = launchTemplate(name, pool, request);
  return groupsOf(cluster, pool, request.network).map(({ suffix, subnetIds }) =>
    createNodeGroup(`${name}${suffix}`, pool, subnetIds, template, request),
  );
}

function createNodeGroup(
  name: string,
  pool: NodePoolSpec,
  subnetIds: SubnetIds,
  template: LaunchTemplate,
  request: NodePoolsRequest,
): NodeGroup {
  const { opts, tagged } = request.context;
  return new NodeGroup(
    name,
    {
      clusterName: request.cluster.name,
      version: request.common.kubernetesVersion,
      nodeRoleArn: request.role.arn,
      subnetIds,
      instanceTypes: machineTypes(pool),
      amiType: amiType(pool),
      capacityType: pool.spot ? "SPOT" : "ON_DEMAND",
      scalingConfig: { minSize: pool.min, maxSize: pool.max, desiredSize: pool.desired },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      labels: nodeLabels(pool),
      taints: pool.taints.map(({ key, value, effect }) => ({ key, value, effect: EFFECTS[effect] })),
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      tags: tagged(name),
    },
    {
      ...opts,
      dependsOn: [...request.role.policies, ...request.dependsOn],
      // The autoscaler changes it. Each change of `min` or `max` sends the number that is in the state.
      ignoreChanges: request.aws.autoscaling === AwsAutoscaling.None ? [] : ["scalingConfig.desiredSize"],
    },
  );
}

/** How EKS spells the effects of taints. */
const EFFECTS: Readonly<Record<TaintEffect, string>> = {
  [TaintEffect.NoSchedule]: "NO_SCHEDULE",
  [TaintEffect.PreferNoSchedule]: "PREFER_NO_SCHEDULE",
  [TaintEffect.NoExecute]: "NO_EXECUTE",
};

function launchTemplate(
  name: string,
  pool: NodePoolSpec,
  { aws, context: { opts, tagged } }: NodePoolsRequest,
): LaunchTemplate {
  const tags = tagged(name);
  return new LaunchTemplate(
    name,
    {
      updateDefaultVersion: true,
      // One hop reaches the processes of the node, but not its pods: they have their own roles.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            volumeSize: pool.diskSizeGb,
            encrypted: "true",
            kmsKeyId: aws.diskKmsKeyArn,
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
      tags,
    },
    opts,
  );
}

type SubnetIds = pulumi.Input<pulumi.Input<string>[]>;

/** The node groups of a pool: one, or one in each zone. */
function groupsOf(
  cluster: string,
  pool: NodePoolSpec,
  network: Network,
): readonly { readonly suffix: string; readonly subnetIds: SubnetIds }[] {
  const { zones, perZone } = pool;
  if (!perZone) return [{ suffix: "", subnetIds: subnetsOf(cluster, pool, network) }];
  if (zones === undefined) {
    const subnets = network.privateSubnets.each ?? [];
    return subnets.map(({ id }, index) => ({ suffix: `-${String(index + 1)}`, subnetIds: [id] }));
  }
  return zones.map((zone) => ({
    suffix: `-${zone}`,
    subnetIds: subnetsOf(cluster, { ...pool, zones: [zone] }, network),
  }));
}

function subnetsOf(cluster: string, { name, zones }: NodePoolSpec, network: Network): SubnetIds {
  const { ids, known } = network.privateSubnets;
  if (zones === undefined) return ids;
  return known.apply(async (found) => {
    const missing = zones.filter((zone) => !found.some((subnet) => subnet.zone === zone));
    const has = found.map(({ zone }) => zone);
    const reason = `the cluster has no subnet in ${missing.join(", ")}; write zones of ${has.join(", ")}.`;
    await refuseLate(`MlCluster "${cluster}"`, problemIf(missing.length > 0, `nodePools.${name}.zones`, reason));
    return found.filter(({ zone }) => zones.includes(zone)).map(({ id }) => id);
  });
}
