/** Families and sizes with dots between them make types; each of these types has that many GPUs of NVIDIA. */
type Row = readonly [families: string, sizes: string, count: number];

/**
 * What the cluster-autoscaler, too, takes for granted of a type of which there is no node yet: `ec2_instance_types.go` in
 * https://github.com/kubernetes/autoscaler, of 2026-01-22, and p5e of https://aws.amazon.com/ec2/instance-types/p5/.
 */
const ROWS: readonly Row[] = [
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

/** How many GPUs a machine of this type has; nothing for a type that is not known here. */
export function gpuCountOf(instanceType: string): number | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const [, , count] =
    ROWS.find(([families, sizes]) => families.split(" ").includes(family) && sizes.split(" ").includes(size)) ?? [];
  return count;
}
