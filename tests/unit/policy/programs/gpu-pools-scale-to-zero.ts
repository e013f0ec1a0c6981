import { NOT_KNOWN, later, resource, type RuleProgram } from "./program";

export const gpuPoolsScaleToZero: readonly RuleProgram[] = [
  {
    what: "pools of each cloud that keep a node, and one whose number is fixed",
    program: () => {
      const scalingConfig = { minSize: 1 };
      resource("aws:eks/nodeGroup:NodeGroup", "aws", {
        amiType: "AL2023_x86_64_NVIDIA",
        scalingConfig,
        launchTemplate: {},
      });
      resource("aws:eks/nodeGroup:NodeGroup", "type", {
        instanceTypes: ["g5.xlarge"],
        scalingConfig,
        launchTemplate: {},
      });
      const guestAccelerators = [{ type: "nvidia-l4", count: 1 }];
      resource("gcp:container/nodePool:NodePool", "gcp", {
        nodeConfig: { guestAccelerators },
        autoscaling: { totalMinNodeCount: 2 },
      });
      resource("gcp:container/nodePool:NodePool", "fixed", {
        nodeConfig: { machineType: "a2-highgpu-1g" },
        nodeCount: 1,
      });
      resource("azure-native:containerservice:AgentPool", "azure", {
        vmSize: "Standard_NC4as_T4_v3",
        enableAutoScaling: true,
        minCount: 1,
      });
    },
    found: [
      "aws: scalingConfig.minSize keeps nodes with GPUs that nobody may need: write 0.",
      "type: scalingConfig.minSize keeps nodes with GPUs that nobody may need: write 0.",
      "gcp: autoscaling.totalMinNodeCount keeps nodes with GPUs that nobody may need: write 0.",
      "fixed: has GPUs and a fixed number of nodes: let it scale, from 0 nodes.",
      "azure: minCount keeps nodes with GPUs that nobody may need: write 0.",
    ],
  },
  {
    what: "pools that a cluster has in a list, sizes in small letters, further families, and groups of Pulumi's eks",
    program: () => {
      const opts = { protect: true };
      const inside = { apiServerAccessProfile: { enablePrivateCluster: true } };
      const agentPoolProfiles = [
        { vmSize: "Standard_D4s_v5", count: 1 },
        { vmSize: "Standard_NC4as_T4_v3", count: 1 },
      ];
      resource("azure-native:containerservice:ManagedCluster", "azure", { ...inside, agentPoolProfiles }, opts);
      const nodePools = [{ nodeConfig: { machineType: "g2-standard-4" }, autoscaling: { minNodeCount: 1 } }];
      resource("gcp:container/cluster:Cluster", "google", { nodePools });
      resource("azure-native:containerservice/v20250801:AgentPool", "small", {
        vmSize: "standard_nc4as_t4_v3",
        count: 1,
      });
      const scalingConfig = { minSize: 1 };
      resource("aws:eks/nodeGroup:NodeGroup", "family", { instanceTypes: ["gr6.4xlarge"], scalingConfig });
      resource("eks:index:ManagedNodeGroup", "managed", { instanceTypes: ["g5.xlarge"] });
      resource("eks:index:NodeGroupV2", "group", { instanceType: "g5.xlarge", minSize: 2 });
    },
    found: [
      "azure: agentPoolProfiles[1] has GPUs and a fixed number of nodes: let it scale, from 0 nodes.",
      "google: nodePools[0].autoscaling.minNodeCount keeps nodes with GPUs that nobody may need: write 0.",
      "small: has GPUs and a fixed number of nodes: let it scale, from 0 nodes.",
      ...["family: scalingConfig.minSize", "managed: scalingConfig.minSize", "group: minSize"].map(
        (place) => `${place} keeps nodes with GPUs that nobody may need: write 0.`,
      ),
    ],
  },
  {
    what: "lists of pools of which a part is not known yet",
    program: () => {
      const CLUSTER = "gcp:container/cluster:Cluster";
      resource(CLUSTER, "list", { nodePools: later() });
      resource(CLUSTER, "pool", { nodePools: [later()] });
      const nodeConfig = { machineType: "g2-standard-4" };
      resource(CLUSTER, "number", { nodePools: [{ nodeConfig, autoscaling: { minNodeCount: later() } }] });
    },
    found: ["list: nodePools", "pool: nodePools[0]", "number: nodePools[0].autoscaling.minNodeCount"].map(
      (place) => `? ${place} ${NOT_KNOWN}`,
    ),
  },
  {
    what: "a number and a machine type that are not known yet",
    program: () => {
      const launchTemplate = {};
      resource("aws:eks/nodeGroup:NodeGroup", "number", {
        instanceTypes: ["p5.48xlarge"],
        scalingConfig: { minSize: later() },
        launchTemplate,
      });
      resource("azure-native:containerservice:AgentPool", "type", {
        vmSize: resource("test:index:Later", "size").id,
        minCount: 1,
      });
    },
    found: [`? number: scalingConfig.minSize ${NOT_KNOWN}`, `? type: whether its nodes have GPUs ${NOT_KNOWN}`],
  },
  {
    what: "pools from 0 nodes, and pools without GPUs",
    program: () => {
      const launchTemplate = {};
      resource("aws:eks/nodeGroup:NodeGroup", "gpus", {
        instanceTypes: ["g5.xlarge"],
        scalingConfig: { minSize: 0 },
        launchTemplate,
      });
      resource("aws:eks/nodeGroup:NodeGroup", "cpus", {
        instanceTypes: ["m5.large"],
        scalingConfig: { minSize: 2 },
        launchTemplate,
      });
      const nodeConfig = { guestAccelerators: [{ type: "nvidia-l4" }] };
      resource("gcp:container/nodePool:NodePool", "google", { nodeConfig, autoscaling: { totalMinNodeCount: 0 } });
    },
    found: [],
  },
];
