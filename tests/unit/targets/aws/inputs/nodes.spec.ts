import assert from "node:assert/strict";
import { AwsAutoscaling, TaintEffect, type NodePoolArgs } from "../../../../../components";
import type { Deployed } from "../../../../helpers/deploy";
import { eks, existingNetwork } from "../eks";

const group = (graph: Deployed, pool: string) => graph.byName("aws:eks/nodeGroup:NodeGroup", `ml-${pool}`);

const withPools = (nodePools: Record<string, NodePoolArgs>) => eks({ aws: { existingNetwork }, nodePools });

describe("the nodes of a cluster on AWS", () => {
  it("are by default two m5.large in private subnets, with repair, and scaled by the autoscaler", async () => {
    const graph = await eks({ aws: { existingNetwork } });
    const { inputs, ignoreChanges } = group(graph, "general");
    assert.deepEqual(inputs.values, {
      clusterName: "ml-x7k2p9",
      nodeRoleArn: "arn:aws:iam::111122223333:role/ml-node",
      subnetIds: ["subnet-private-a", "subnet-private-b"],
      instanceTypes: ["m5.large"],
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 2 },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      labels: {},
      taints: [],
      launchTemplate: { id: "ml-general-id", version: "3" },
      tags: { Name: "ml-general" },
    });
    assert.deepEqual(ignoreChanges, ["scalingConfig.desiredSize"]);
  });

  it("stay at the desired number without an autoscaler", async () => {
    const graph = await eks({ aws: { existingNetwork, autoscaling: AwsAutoscaling.None } });
    assert.deepEqual(group(graph, "general").ignoreChanges, []);
  });

  it("have encrypted disks, and their credentials cannot be read by pods", async () => {
    const graph = await withPools({ general: { min: 1, diskSizeGb: 50 } });
    const tags = { Name: "ml-general" };
    assert.deepEqual(graph.byName("aws:ec2/launchTemplate:LaunchTemplate", "ml-general").inputs.values, {
      updateDefaultVersion: true,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: 50, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: [
        { resourceType: "instance", tags },
        { resourceType: "volume", tags },
      ],
      tags,
    });
  });

  it("can be spot machines in one zone with GPUs, labels and taints, spelt as EKS spells them", async () => {
    const graph = await withPools({
      general: { min: 1 },
      gpu: {
        instanceType: "g5.12xlarge",
        max: 3,
        spot: true,
        gpu: { type: "nvidia-a10g", count: 4 },
        labels: { team: "ml", "nvidia.com/gpu.count": "4" },
        taints: [
          { key: "dedicated", value: "training", effect: TaintEffect.NoExecute },
          { key: "slow", effect: TaintEffect.PreferNoSchedule },
        ],
        zones: ["us-east-1b"],
      },
    });
    const { values } = group(graph, "gpu").inputs;
    const { subnetIds, instanceTypes, amiType, capacityType, scalingConfig, labels, taints } = values;
    assert.deepEqual(
      { subnetIds, instanceTypes, amiType, capacityType, scalingConfig, labels, taints },
      {
        subnetIds: ["subnet-private-b"],
        instanceTypes: ["g5.12xlarge"],
        amiType: "AL2023_x86_64_NVIDIA",
        capacityType: "SPOT",
        scalingConfig: { minSize: 0, maxSize: 3, desiredSize: 0 },
        labels: {
          team: "ml",
          "nvidia.com/gpu.present": "true",
          "nvidia.com/gpu.count": "4",
          "k8s.amazonaws.com/accelerator": "nvidia-a10g",
        },
        taints: [
          { key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" },
          { key: "dedicated", value: "training", effect: "NO_EXECUTE" },
          { key: "slow", effect: "PREFER_NO_SCHEDULE" },
        ],
      },
    );
  });

  it("can have one of several machine types, in order of preference", async () => {
    const graph = await withPools({ general: { spot: true, instanceTypes: ["m7g.large", "m6g.large", "c7g.xlarge"] } });
    const { instanceTypes, amiType, capacityType } = group(graph, "general").inputs.values;
    assert.deepEqual(
      [instanceTypes, amiType, capacityType],
      [["m7g.large", "m6g.large", "c7g.xlarge"], "AL2023_ARM_64_STANDARD", "SPOT"],
    );
  });

  it("can be in a group for each zone, so that a node can come to a disk", async () => {
    const graph = await withPools({
      general: { min: 1, perZone: true },
      gpu: { instanceType: "g5.xlarge", gpu: { type: "nvidia-a10g" }, zones: ["us-east-1b"], perZone: true },
    });
    const subnets = ["general-1", "general-2", "gpu-us-east-1b"].map(
      (pool) => group(graph, pool).inputs.values["subnetIds"],
    );
    assert.deepEqual(subnets, [["subnet-private-a"], ["subnet-private-b"], ["subnet-private-b"]]);
    assert.deepEqual(
      graph.ofType("aws:ec2/launchTemplate:LaunchTemplate").map(({ name }) => name),
      ["ml-general", "ml-gpu"],
    );
  });

  const images: [instanceType: string, gpu: boolean, amiType: string][] = [
    ["m7g.large", false, "AL2023_ARM_64_STANDARD"],
    ["c6gn.xlarge", false, "AL2023_ARM_64_STANDARD"],
    ["im4gn.large", false, "AL2023_ARM_64_STANDARD"],
    ["g5g.xlarge", true, "AL2023_ARM_64_NVIDIA"],
    ["g6e.xlarge", true, "AL2023_x86_64_NVIDIA"],
    ["p5.4xlarge", true, "AL2023_x86_64_NVIDIA"],
    ["m7i.large", false, "AL2023_x86_64_STANDARD"],
    ["r6gd.large", false, "AL2023_ARM_64_STANDARD"],
  ];
  it("have the machine image for their processor", async () => {
    const pools = images.map(([instanceType, gpu], index): [string, NodePoolArgs] => [
      `pool-${String(index)}`,
      { instanceType, min: 1, ...(gpu && { gpu: { type: "nvidia" } }) },
    ]);
    const graph = await withPools(Object.fromEntries(pools));
    assert.deepEqual(
      images.map(([, , amiType], index) => [group(graph, `pool-${String(index)}`).inputs.values["amiType"], amiType]),
      images.map(([, , amiType]) => [amiType, amiType]),
    );
  });

  it("have the version of the control plane if one is written, and the default of EKS otherwise", async () => {
    const graph = await eks({ aws: { existingNetwork }, kubernetesVersion: "1.36" });
    assert.equal(group(graph, "general").inputs.values["version"], "1.36");
  });

  const sizes: [NodePoolArgs, [min: number, desired: number, max: number]][] = [
    [{}, [1, 1, 1]],
    [{ min: 3 }, [3, 3, 3]],
    [{ min: 1, max: 5 }, [1, 1, 5]],
    [{ desired: 4 }, [1, 4, 4]],
    [{ min: 0 }, [0, 0, 1]],
    [{ instanceType: "g5.xlarge", gpu: { type: "nvidia-a10g" } }, [0, 0, 1]],
  ];
  it("have sizes with defaults for what was not written", async () => {
    const pools = sizes.map(([pool], index): [string, NodePoolArgs] => [`pool-${String(index)}`, pool]);
    const graph = await withPools(Object.fromEntries(pools));
    const found = sizes.map((_, index) => group(graph, `pool-${String(index)}`).inputs.values["scalingConfig"]);
    assert.deepEqual(
      found,
      sizes.map(([, [minSize, desiredSize, maxSize]]) => ({ minSize, desiredSize, maxSize })),
    );
  });
});
