import assert from "node:assert/strict";
import { TaintEffect, type NodePoolArgs } from "../../../../../components";
import { eks, existingNetwork, clusterArgs } from "../eks";
import { type Refused, refusalsOf, untyped } from "../../refused";

const itRefuses = refusalsOf(clusterArgs);

const general: NodePoolArgs = { min: 2, max: 4 };
const gpu = { type: "nvidia-a10g" };
const taint = { key: "dedicated", effect: TaintEffect.NoSchedule };

/** One thing wrong with a second pool. */
const second = (said: object, path: string, reason: string): Refused => [
  untyped({ nodePools: { general, second: said } }),
  [`nodePools.second${path}`, reason],
];

const named = (name: string, reason: string): Refused => [
  { nodePools: { general, [name]: {} } },
  [`nodePools.${name}`, `"${name}" ${reason}`],
];

const TAINTED =
  "the cluster's own pods always need a node without taints, and no pool guarantees one. Add a pool without taints and gpu, with a min of at least 1.";
const NO_LABEL =
  "is not a DNS-1123 label; use at most 63 characters: a-z, 0-9 and '-', with a letter or digit at both ends.";

describe("a cluster on AWS refuses sizes of node pools", () => {
  itRefuses({
    "min over max": second({ min: 3, max: 1 }, ".min", "3 exceeds max (1). Lower min, or raise max."),
    "desired over max": second({ min: 1, max: 2, desired: 5 }, ".desired", "5 is not between min (1) and max (2)."),
    "desired under min": second({ min: 2, max: 3, desired: 1 }, ".desired", "1 is not between min (2) and max (3)."),
    "max of nothing": second({ min: 0, max: 0 }, ".max", "0 is not a whole number of at least 1."),
    "a min below nothing": second({ min: -1, desired: 1 }, ".min", "-1 is not a whole number of at least 0."),
    "half a node": second({ min: 1, max: 1.5 }, ".max", "1.5 is not a whole number of at least 1."),
    "a disk without room for the system": second(
      { diskSizeGb: 8 },
      ".diskSizeGb",
      "8 is not a whole number of at least 20.",
    ),
    "a number of nodes in words": second({ min: "two" }, ".min", '"two" is text, not a number.'),
  });
});

describe("a cluster on AWS refuses machines of node pools", () => {
  const NO_TYPE = "is not an EC2 instance type; write a family, a dot and a size, such as m5.large.";
  itRefuses({
    "a type of Azure": second({ instanceType: "Standard_D8ds_v5" }, ".instanceType", `"Standard_D8ds_v5" ${NO_TYPE}`),
    "a type of Google Cloud": second({ instanceType: "n2-standard-4" }, ".instanceType", `"n2-standard-4" ${NO_TYPE}`),
    "GPUs of no type of machine": second(
      { gpu },
      ".instanceType",
      "is missing. Name a type that has the GPUs, such as g5.xlarge.",
    ),
    "GPUs of a type without any": second(
      { instanceType: "m5.large", gpu },
      ".instanceType",
      '"m5.large" has no NVIDIA GPU; write a type that has one, such as g5.xlarge.',
    ),
    "GPUs that are AMD's": second(
      { instanceType: "g4ad.xlarge", gpu },
      ".instanceType",
      '"g4ad.xlarge" has AMD GPUs, and this package installs no driver and no device plugin for them; write another type, such as m5.large or g5.xlarge.',
    ),
    "GPUs of what is no type, once": second({ instanceType: "g5", gpu }, ".instanceType", `"g5" ${NO_TYPE}`),
    "a number of GPUs without their model": second(
      { instanceType: "g5.xlarge", gpu: { count: 2 } },
      ".gpu.type",
      "is missing. GPU model, spelt as the cloud's autoscaler spells it: `nvidia-tesla-t4`, `nvidia-l4`.",
    ),
    "no GPU at all": second(
      { instanceType: "g5.xlarge", gpu: { ...gpu, count: 0 } },
      ".gpu.count",
      "0 is not a whole number of at least 1.",
    ),
    "GPUs that no pod could use": second(
      { instanceType: "g5.12xlarge" },
      ".gpu",
      'is missing: g5.12xlarge has NVIDIA GPUs, and without this block no pod can use them. Write gpu: { type: "…", count: 4 } with their model, such as nvidia-a10g, or choose a type without GPUs.',
    ),
    "a single GPU that no pod could use": second(
      { instanceType: "g6.xlarge" },
      ".gpu",
      'is missing: g6.xlarge has NVIDIA GPUs, and without this block no pod can use them. Write gpu: { type: "…" } with their model, such as nvidia-a10g, or choose a type without GPUs.',
    ),
    "GPUs under another name, once": second(
      { instanceType: "g5.xlarge", gpus: gpu },
      ".gpus",
      'unknown input "gpus"; did you mean "gpu"?',
    ),
    "more GPUs than there are": second(
      { instanceType: "g5.xlarge", gpu: { ...gpu, count: 4 } },
      ".gpu.count",
      "4 is not the number of GPUs of g5.xlarge. Write count: 1.",
    ),
    "fewer GPUs than there are, by default": second(
      { instanceType: "p4d.24xlarge", gpu },
      ".gpu.count",
      "1 is not the number of GPUs of p4d.24xlarge. Write count: 8.",
    ),
    "a number of GPUs in words, once": second(
      { instanceType: "p4d.24xlarge", gpu: { ...gpu, count: "eight" } },
      ".gpu.count",
      '"eight" is text, not a number.',
    ),
    "accelerators without a driver": second(
      { instanceType: "inf2.xlarge" },
      ".instanceType",
      '"inf2.xlarge" has AWS Neuron chips, and this package installs no driver and no device plugin for them; write another type, such as m5.large or g5.xlarge.',
    ),
    "a type that does not exist": second(
      { instanceType: "m5.larg" },
      ".instanceType",
      '"m5.larg" is not an EC2 instance type that the installed @pulumi/aws knows; write m5.large, or install a newer version of it.',
    ),
    "one type and several": second(
      { instanceType: "m5.large", instanceTypes: ["m5.large", "m5a.large"] },
      ".instanceTypes",
      "is written besides instanceType. Write one of the two.",
    ),
    "several types of which there is none": second(
      { instanceTypes: [] },
      ".instanceTypes",
      "is empty. Name a machine type, or leave it out.",
    ),
    "a type twice": second(
      { instanceTypes: ["m5.large", "m5.large"] },
      ".instanceTypes[1]",
      '"m5.large" is listed twice. Remove one.',
    ),
    "types with different processors": second(
      { instanceTypes: ["m5.large", "m7g.large"] },
      ".instanceTypes[1]",
      '"m7g.large" has another kind of processor than m5.large. Put it into a pool of its own.',
    ),
    "types of which one has GPUs": second(
      { instanceTypes: ["m5.large", "g5.xlarge"] },
      ".gpu",
      'is missing: g5.xlarge has NVIDIA GPUs, and without this block no pod can use them. Write gpu: { type: "…" } with their model, such as nvidia-a10g, or choose a type without GPUs.',
    ),
    "types with different numbers of GPUs": second(
      { instanceTypes: ["g5.xlarge", "g5.12xlarge"], gpu },
      ".gpu.count",
      "1 is not the number of GPUs of g5.12xlarge. Write count: 4.",
    ),
    "one of several types that does not exist": second(
      { instanceTypes: ["m5.large", "n2-standard-4"] },
      ".instanceTypes[1]",
      `"n2-standard-4" ${NO_TYPE}`,
    ),
    "a zone twice": second(
      { zones: ["us-east-1a", "us-east-1a"] },
      ".zones[1]",
      '"us-east-1a" is listed twice. Remove one.',
    ),
    "a zone of another region": second(
      { zones: ["eu-west-1a"] },
      ".zones[0]",
      '"eu-west-1a" is not a zone of us-east-1.',
    ),
    "a region where a zone is meant": second(
      { zones: ["us-east-1a", "us-east-1"] },
      ".zones[1]",
      '"us-east-1" is not a zone, such as us-east-1a.',
    ),
    "no zone": second({ zones: [] }, ".zones", "is empty. Name a zone, or leave it out."),
  });
});

describe("a cluster on AWS accepts machine types without NVIDIA GPUs", () => {
  for (const instanceType of ["m5.large", "c8g.medium", "hpc7g.4xlarge", "i4i.large"]) {
    it(`without a gpu block: ${instanceType}`, async () => {
      const graph = await eks({ aws: { existingNetwork }, nodePools: { general: { instanceType } } });
      const { instanceTypes } = graph.byName("aws:eks/nodeGroup:NodeGroup", "ml-general").inputs.values;
      assert.deepEqual(instanceTypes, [instanceType]);
    });
  }
});

describe("a cluster on AWS refuses what exceeds the limits of EKS", () => {
  const many = (count: number, key: (index: number) => string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [key(index), "x".repeat(63)]));
  const taints = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...taint, key: `key-${String(index)}` }));
  const types = ["m5", "m5a", "m5d", "m5n", "m6i", "m6a", "m7i"].flatMap((family) =>
    ["large", "xlarge", "2xlarge"].map((size) => `${family}.${size}`),
  );
  const pools = (count: number, said: NodePoolArgs = {}) => ({
    general,
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${String(index)}`, said])),
  });
  const long = `${"x".repeat(30)}.example.org/${"y".repeat(30)}`;
  itRefuses({
    "a disk": second({ diskSizeGb: 65537 }, ".diskSizeGb", "65537 is too much; a gp3 disk has at most 65536 GiB."),
    nodes: second({ max: 451 }, ".max", "451 is too much; EKS allows at most 450 nodes in a node group."),
    "machine types": second(
      { instanceTypes: types },
      ".instanceTypes",
      "21 is too much; EKS allows at most 20 machine types.",
    ),
    taints: second({ taints: taints(51) }, ".taints", "51 is too much; EKS allows at most 50 taints in a node group."),
    "all labels together": second(
      { labels: many(190, (index) => `k${String(index)}`) },
      ".labels",
      "labels and taints together have 13000 characters; at most 12000 fit into the user data of a machine.",
    ),
    "a key of a label, which EKS counts with its prefix": second(
      { labels: { [long]: "a" } },
      `.labels.${long}`,
      `"${long.slice(0, 56)}... has 73 characters; EKS allows 63 with the prefix.`,
    ),
    "a key of a taint": second(
      { taints: [{ ...taint, key: long }] },
      ".taints[0].key",
      `"${long.slice(0, 56)}... has 73 characters; EKS allows 63 with the prefix.`,
    ),
    "an empty label": second(
      { labels: { team: "" } },
      ".labels.team",
      "is empty, which EKS refuses; write a value, such as true.",
    ),
    pools: [
      { nodePools: pools(30) },
      ["nodePools", "has 31 node groups; EKS allows 30 in a cluster. A pool with perZone has one in each zone."],
    ],
    "pools with a node group in each zone": [
      { nodePools: pools(10, { perZone: true }) },
      ["nodePools", "has 31 node groups; EKS allows 30 in a cluster. A pool with perZone has one in each zone."],
    ],
  });

  it("but nothing at the limits", async () => {
    const most = { max: 450, diskSizeGb: 65536, taints: taints(50), instanceTypes: types.slice(0, 20) };
    const graph = await eks({ aws: { existingNetwork }, nodePools: { ...pools(28), second: most } });
    assert.equal(graph.resources.filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup").length, 30);
  });
});

describe("a cluster on AWS refuses names, labels and taints of node pools", () => {
  itRefuses({
    "a name in capitals": named("GPU", NO_LABEL),
    "a name with an underscore": named("gpu_spot", NO_LABEL),
    "a name too long for a label": named("x".repeat(64), NO_LABEL).map((part, index) =>
      index === 0 ? part : [`nodePools.${"x".repeat(64)}`, `"${"x".repeat(56)}... ${NO_LABEL}`],
    ) as unknown as Refused,
    "a name too long for a node group": named(
      "x".repeat(53),
      "is too long for the name of an EKS node group; use at most 52 characters (63, of which 11 are added).",
    ),
    "a label that is none": second(
      { labels: { "a b": "c" } },
      ".labels.a b",
      '"a b" is not a label key, such as team or example.org/team.',
    ),
    "a label that is for others to write": second(
      { labels: { "node-role.kubernetes.io/ml": "" } },
      ".labels.node-role.kubernetes.io/ml",
      '"node-role.kubernetes.io/ml" is reserved for Kubernetes and EKS; use your own prefix, such as example.org/.',
    ),
    "a label that denies the GPUs": second(
      { instanceType: "g5.xlarge", gpu, labels: { "nvidia.com/gpu.present": "false" } },
      ".labels.nvidia.com/gpu.present",
      '"false" contradicts gpu, which sets it to "true". Leave it out.',
    ),
    "a label that counts the GPUs otherwise": second(
      { instanceType: "g5.xlarge", gpu, labels: { "nvidia.com/gpu.count": "4" } },
      ".labels.nvidia.com/gpu.count",
      '"4" contradicts gpu, which sets it to "1". Leave it out.',
    ),
    "a taint whose key is none": second(
      { taints: [taint, { ...taint, key: "" }] },
      ".taints[1].key",
      "is empty, so it is not a label key, such as team or example.org/team.",
    ),
    "a taint of nodes with GPUs, counted as the caller does": second(
      { instanceType: "g5.xlarge", gpu, taints: [{ ...taint, key: "a b" }] },
      ".taints[0].key",
      '"a b" is not a label key, such as team or example.org/team.',
    ),
    "an effect in the spelling of EKS": second(
      { taints: [{ ...taint, effect: "NO_SCHEDULE" }] },
      ".taints[0].effect",
      '"NO_SCHEDULE" is not one of NoSchedule, PreferNoSchedule, NoExecute; write TaintEffect.NoSchedule ("NoSchedule").',
    ),
    "a taint twice": second(
      { taints: [taint, { ...taint, value: "other" }] },
      ".taints[1]",
      "repeats dedicated:NoSchedule, which these nodes already have. Leave it out.",
    ),
    "the taint that GPUs bring": second(
      { instanceType: "g5.xlarge", gpu, taints: [{ key: "nvidia.com/gpu", effect: TaintEffect.NoSchedule }] },
      ".taints[0]",
      "repeats nvidia.com/gpu:NoSchedule, which these nodes already have. Leave it out.",
    ),
    "no pool without taints": [
      { nodePools: { gpu: { instanceType: "g5.xlarge", gpu, min: 1 }, own: { taints: [taint] } } },
      ["nodePools", TAINTED],
    ],
    "no pool that is sure to have a node": [{ nodePools: { general: { min: 0 } } }, ["nodePools", TAINTED]],
    "no pool": [{ nodePools: {} }, ["nodePools", TAINTED]],
  });
});
