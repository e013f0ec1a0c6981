import { LaunchTemplate } from "@pulumi/aws/ec2";
import { NodeGroup } from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs } from "../../shared/invalid-args";
import { TaintEffect, type NodePoolSpec } from "../../shared/node-pool";
import type { ClusterSpec } from "../target";
import { AwsAutoscaling, type AwsClusterArgs } from "./args";
import type { ControlPlane } from "./cluster";
import { gpuLabels } from "./gpu-labels";
import type { GrantedRole } from "./identity";
import type { Network } from "./network";
import type { AwsContext } from "./context";

/** The type of machines where a pool names none. */
export const DEFAULT_INSTANCE_TYPE = "m5.large";

/** What node pools are made with. */
export interface NodePoolsRequest {
  readonly block: AwsClusterArgs;
  readonly spec: ClusterSpec;
  readonly cluster: ControlPlane;
  readonly network: Network;
  readonly role: GrantedRole;
  readonly context: AwsContext;
  /** What nodes need to become ready. */
  readonly after: readonly pulumi.Resource[];
}

/** Makes a managed node group of each pool, in private subnets. */
export const createNodePools = (name: string, request: NodePoolsRequest): NodeGroup[] =>
  request.spec.nodePools.map((pool) => createNodePool(name, pool, request));

function createNodePool(cluster: string, pool: NodePoolSpec, request: NodePoolsRequest): NodeGroup {
  const { opts, tagged } = request.context;
  const name = `${cluster}-${pool.name}`;
  const template = launchTemplate(name, pool, request.context);
  return new NodeGroup(
    name,
    {
      clusterName: request.cluster.name,
      version: request.spec.kubernetesVersion,
      nodeRoleArn: request.role.arn,
      subnetIds: subnetsOf(cluster, pool, request.network),
      instanceTypes: [pool.instanceType ?? DEFAULT_INSTANCE_TYPE],
      amiType: amiType(pool),
      capacityType: pool.spot ? "SPOT" : "ON_DEMAND",
      scalingConfig: { minSize: pool.min, maxSize: pool.max, desiredSize: pool.desired },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      labels: { ...pool.labels, ...gpuLabels(pool.gpu) },
      taints: pool.taints.map(({ key, value, effect }) => ({ key, value, effect: EFFECTS[effect] })),
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      tags: tagged(name),
    },
    {
      ...opts,
      dependsOn: [...request.role.granted, ...request.after],
      // The autoscaler's to decide from here on. What is recorded goes along with every change of `min` and `max`.
      ignoreChanges: request.block.autoscaling === AwsAutoscaling.None ? [] : ["scalingConfig.desiredSize"],
    },
  );
}

/** EKS spells the effects of taints in its own way. */
const EFFECTS: Readonly<Record<TaintEffect, string>> = {
  [TaintEffect.NoSchedule]: "NO_SCHEDULE",
  [TaintEffect.PreferNoSchedule]: "PREFER_NO_SCHEDULE",
  [TaintEffect.NoExecute]: "NO_EXECUTE",
};

function launchTemplate(name: string, pool: NodePoolSpec, { opts, tagged }: AwsContext): LaunchTemplate {
  const tags = tagged(name);
  return new LaunchTemplate(
    name,
    {
      updateDefaultVersion: true,
      // One hop is as far as a node's own processes are; pods are one further, and have roles of their own.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: pool.diskSizeGb, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
      tags,
    },
    opts,
  );
}

/** Families with a `g` after the generation have Graviton processors: `m7g`, `c6gn`, `g5g`. */
const isArm = (instanceType: string): boolean => /^[a-z]+\d+g[a-z]*\./.test(instanceType);

function amiType({ instanceType = DEFAULT_INSTANCE_TYPE, gpu }: NodePoolSpec): string {
  return `AL2023_${isArm(instanceType) ? "ARM_64" : "x86_64"}_${gpu === undefined ? "STANDARD" : "NVIDIA"}`;
}

function subnetsOf(
  cluster: string,
  { name, zones }: NodePoolSpec,
  network: Network,
): pulumi.Input<pulumi.Input<string>[]> {
  const subnets = network.privateSubnets;
  if (zones === undefined) return subnets.map(({ id }) => id);
  return pulumi.all(subnets.map(({ id, zone }) => pulumi.all([id, zone]))).apply((found) => {
    const known = found.map(([, zone]) => zone);
    const missing = zones.filter((zone) => !known.includes(zone));
    if (missing.length === 0) return found.filter(([, zone]) => zones.includes(zone)).map(([id]) => id);
    const reason = `${missing.join(", ")} has no subnet of the cluster; there are ${known.join(", ")}.`;
    throw new InvalidArgs(`MlCluster "${cluster}"`, [{ path: `nodePools.${name}.zones`, reason }]);
  });
}
