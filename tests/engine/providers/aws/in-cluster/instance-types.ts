/** GPUs of the instance types that ML clusters use (EC2 User Guide, "Accelerated computing instances"). */
const GPUS: Readonly<Record<string, number>> = {
  "g4dn.xlarge": 1,
  "g4dn.12xlarge": 4,
  "g5.xlarge": 1,
  "g5.2xlarge": 1,
  "g5.12xlarge": 4,
  "g6.xlarge": 1,
  "p3.2xlarge": 1,
  "p4d.24xlarge": 8,
  "p5.48xlarge": 8,
};

/** How many GPUs an instance has. */
export function gpusOf(instanceType: string): number {
  return GPUS[instanceType] ?? 0;
}

/** Whether an instance has an Arm processor: a `g` after the generation, as in `m7g.large`. */
export function isArm(instanceType: string): boolean {
  return /^[a-z]+\d+g[a-z]*\./.test(instanceType);
}
