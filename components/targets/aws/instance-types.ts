/**
 * The default machine type, what a machine type needs of its image, and whether nodes can have it. The family is the part
 * before the dot.
 */

/** The machine type of a pool that names none. */
export const DEFAULT_INSTANCE_TYPE = "m5.large";

const families = (text: string): readonly string[] => text.split(" ");

const familyOf = (instanceType: string): string => instanceType.split(".")[0] ?? "";

/** Families with NVIDIA GPUs: https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html, of 2026-11. */
const NVIDIA = families(
  "g3 g3s g4dn g5 g5g g6 g6e g6f g7 g7e gr6 gr6f p3 p3dn p4d p4de p5 p5e p5en p6-b200 p6-b300 p6e-gb200",
);

/** Why nodes cannot have a family although EC2 has it. The source of the accelerators is the same page. */
const UNUSABLE: readonly (readonly [families: readonly string[], why: string])[] = [
  [
    families("inf1 inf2 trn1 trn1n trn2"),
    "has AWS Neuron chips, and this package installs no driver and no device plugin for them",
  ],
  [families("g4ad"), "has AMD GPUs, and this package installs no driver and no device plugin for them"],
  [
    families("dl1 dl2q"),
    "has Gaudi or Qualcomm accelerators, and this package installs no driver and no device plugin for them",
  ],
  [families("f1 f2"), "has FPGAs, and this package installs no driver and no device plugin for them"],
  [families("vt1"), "has video accelerators, and this package installs no driver and no device plugin for them"],
  [families("p2 g2 cg1"), "has NVIDIA GPUs that the driver in the image of EKS no longer supports"],
  // https://docs.aws.amazon.com/linux/al2023/ug/system-requirements.html, of 2026-11.
  [families("a1"), "has a processor that Amazon Linux 2023 does not support"],
];

/** A family with an accelerator, by the first letters that AWS gives such families. */
const ACCELERATED = /^(?:g|gr|p|inf|trn|dl|vt|f|cg)\d/;

/** Why nodes cannot have a machine type; undefined if they can. */
export function whyUnusable(instanceType: string): string | undefined {
  const family = familyOf(instanceType);
  if (family.startsWith("mac")) return "is a Mac on a dedicated host, which no node group can use";
  const [, why] = UNUSABLE.find(([names]) => names.includes(family)) ?? [];
  if (why !== undefined) return why;
  return ACCELERATED.test(family) && !NVIDIA.includes(family)
    ? "has accelerators that this package does not know"
    : undefined;
}

/** Whether a machine type has NVIDIA GPUs. */
export const hasNvidiaGpus = (instanceType: string): boolean => NVIDIA.includes(familyOf(instanceType));

/**
 * Whether a machine type has an Arm processor: families with a `g` after the generation
 * (https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html, of 2026-11), and those with Grace.
 */
export const isArm = (instanceType: string): boolean => {
  const family = familyOf(instanceType);
  return family === "p6e-gb200" || /^[a-z]+\d+g/.test(family);
};

/** Every type `<family>.<size>` of a row has this number of NVIDIA GPUs. */
type Row = readonly [families: string, sizes: string, count: number];

/**
 * The numbers that the cluster-autoscaler also assumes for a type without a running node: `ec2_instance_types.go` in
 * https://github.com/kubernetes/autoscaler, of 2026-01-22; p5e: https://aws.amazon.com/ec2/instance-types/p5/.
 */
const GPU_TYPES: readonly Row[] = [
  ["g4dn g5 g6 g6e", "xlarge 2xlarge 4xlarge 8xlarge 16xlarge", 1],
  ["g4dn g5 g6 g6e", "12xlarge", 4],
  ["g5 g6 g6e", "24xlarge", 4],
  ["g5 g6 g6e", "48xlarge", 8],
  ["g4dn", "metal", 8],
  ["g5g", "xlarge 2xlarge 4xlarge 8xlarge", 1],
  ["g5g", "16xlarge metal", 2],
  ["gr6", "4xlarge 8xlarge", 1],
  ["g7e", "2xlarge 4xlarge 8xlarge", 1],
  ["g7e", "12xlarge", 2],
  ["g7e", "24xlarge", 4],
  ["g7e", "48xlarge", 8],
  ["p3", "2xlarge", 1],
  ["p3", "8xlarge", 4],
  ["p3", "16xlarge", 8],
  ["p3dn p4d p4de", "24xlarge", 8],
  ["p5", "4xlarge", 1],
  ["p5 p5e p5en p6-b200", "48xlarge", 8],
];

/** The number of GPUs of a machine type; undefined if the type is not in the table. */
export function gpuCountOf(instanceType: string): number | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const row = GPU_TYPES.find(
    ([families, sizes]) => families.split(" ").includes(family) && sizes.split(" ").includes(size),
  );
  return row?.[2];
}
