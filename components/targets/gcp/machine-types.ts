/**
 * The default machine type, and what a machine type of Compute Engine needs of its disks, its image and its GPUs. The family is
 * the part before the first dash.
 */

/** The machine type of a pool that names none. */
export const DEFAULT_MACHINE_TYPE = "n2-standard-4";

const words = (text: string): readonly string[] => text.split(" ");

export const familyOf = (machineType: string): string => machineType.split("-")[0] ?? "";

/** The kind of disks of the default storage class and of the nodes. */
export enum DiskKind {
  /** `pd-ssd` for claims, `pd-balanced` for nodes. */
  PersistentDisk = "persistent disks",
  /** `hyperdisk-balanced` for both. */
  Hyperdisk = "Hyperdisk",
}

/** Families, or the start of a type, by the disks that they can use: https://cloud.google.com/compute/docs/disks#disk-types, of 2026-11. */
const PERSISTENT_DISK_ONLY = words("e2 n1 n2 n2d c2 c2d t2d t2a g2 a2 m1");
const BOTH = words("c3 c3d m2 m3 z3 h3 a3");
const HYPERDISK_ONLY = words("c4 c4a c4d n4 n4a n4d x4 m4 h4d a3-ultragpu a4 a4x g4");

/** Whether this package knows a family. */
export const isKnownFamily = (machineType: string): boolean =>
  [PERSISTENT_DISK_ONLY, BOTH, HYPERDISK_ONLY].some((families) => families.includes(familyOf(machineType)));

/** Whether a machine can use disks of a kind. */
export const canUse = (machineType: string, kind: DiskKind): boolean => {
  const without = kind === DiskKind.Hyperdisk ? PERSISTENT_DISK_ONLY : HYPERDISK_ONLY;
  return !without.some((start) => machineType.startsWith(`${start}-`));
};

/** The kind of the root disk of a machine. */
export const rootDiskType = (machineType: string): string =>
  canUse(machineType, DiskKind.PersistentDisk) ? "pd-balanced" : "hyperdisk-balanced";

/** Bare metal has no Secure Boot, which all nodes use. */
export const isBareMetal = (machineType: string): boolean => machineType.endsWith("-metal");

/** Families with TPUs, which need their own node image, quota and topology. */
export const hasTpus = (machineType: string): boolean => /^(?:ct\d|tpu\d)/.test(familyOf(machineType));

/** Families with Arm processors, which do not run images for amd64: https://cloud.google.com/compute/docs/instances/arm-on-compute. */
export const isArm = (machineType: string): boolean => words("t2a c4a n4a a4x").includes(familyOf(machineType));

/** The GPUs that a machine type contains: their model and number. */
export interface BuiltInGpus {
  readonly type: string;
  readonly count: number;
}

/** Model of the GPUs, by the first letters of the machine type: https://cloud.google.com/compute/docs/gpus, of 2026-11. */
const MODELS: readonly (readonly [start: string, model: string])[] = [
  ["a2-highgpu-", "nvidia-tesla-a100"],
  ["a2-megagpu-", "nvidia-tesla-a100"],
  ["a2-ultragpu-", "nvidia-a100-80gb"],
  ["a3-edgegpu-", "nvidia-h100-80gb"],
  ["a3-highgpu-", "nvidia-h100-80gb"],
  ["a3-megagpu-", "nvidia-h100-mega-80gb"],
  ["a3-ultragpu-", "nvidia-h200-141gb"],
  ["a4-highgpu-", "nvidia-b200"],
  ["a4x-highgpu-", "nvidia-gb200"],
  ["g2-standard-", "nvidia-l4"],
  ["g4-standard-", "nvidia-rtx-pro-6000"],
];

/** Number of GPUs of the types whose name does not end with it, such as `8g`. All other sizes have one. */
const COUNTS: Readonly<Record<string, number>> = {
  "g2-standard-24": 2,
  "g2-standard-48": 4,
  "g2-standard-96": 8,
  "g4-standard-96": 2,
  "g4-standard-192": 4,
  "g4-standard-384": 8,
};

/** The GPUs of a machine type; undefined if it has none, or if they are attached separately. */
export function builtInGpus(machineType: string): BuiltInGpus | undefined {
  const [, type] = MODELS.find(([start]) => machineType.startsWith(start)) ?? [];
  if (type === undefined) return undefined;
  const [, written] = /-(\d+)g(?:-|$)/.exec(machineType) ?? [];
  return { type, count: written === undefined ? (COUNTS[machineType] ?? 1) : Number(written) };
}

/** The numbers of GPUs that can be attached to machines of the family N1, which has none of its own, by their model. */
export const ATTACHABLE_GPUS: Readonly<Record<string, readonly number[]>> = {
  "nvidia-tesla-t4": [1, 2, 4],
  "nvidia-tesla-p4": [1, 2, 4],
  "nvidia-tesla-p100": [1, 2, 4],
  "nvidia-tesla-v100": [1, 2, 4, 8],
};

/** Whether GPUs can be attached to a machine type. */
export const takesGpus = (machineType: string): boolean => familyOf(machineType) === "n1";
