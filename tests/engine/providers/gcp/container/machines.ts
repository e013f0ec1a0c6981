import { type Properties, objectAt } from "../../property-values";
import { flagAt, numberAt, objectsAt, textAt } from "../../cloud/values";
import { GcpError } from "../gcp-cloud";

/** Families of machines in the regions of the tests, by the disks they take (Compute Engine, "Machine families", of 2026-11). */
const DISKS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ["e2", "n1", "n2", "n2d", "t2d", "g2", "a2"].map((name) => [name, ["pd-balanced", "pd-ssd", "pd-standard"]]),
  ),
  ...Object.fromEntries(["c3", "c3d", "a3"].map((name) => [name, ["pd-balanced", "pd-ssd", "hyperdisk-balanced"]])),
  ...Object.fromEntries(["c4", "n4", "a3-ultragpu", "a4", "g4"].map((name) => [name, ["hyperdisk-balanced"]])),
};

/** GPUs by the letters of the zones of us-central1 that have them (Compute Engine, "GPU regions and zones", of 2026-11). */
const GPU_ZONES: Readonly<Record<string, string>> = {
  "nvidia-l4": "abc",
  "nvidia-tesla-t4": "abcf",
  "nvidia-tesla-v100": "abcf",
  "nvidia-tesla-p4": "ac",
  "nvidia-tesla-p100": "cf",
  "nvidia-tesla-a100": "abcf",
  "nvidia-a100-80gb": "ac",
  "nvidia-h100-80gb": "abc",
};

/** What machine types have built in. */
const BUILT_IN: readonly (readonly [pattern: RegExp, gpu: string])[] = [
  [/^g2-standard-/, "nvidia-l4"],
  [/^a2-(?:high|mega)gpu-/, "nvidia-tesla-a100"],
  [/^a2-ultragpu-/, "nvidia-a100-80gb"],
  [/^a3-highgpu-/, "nvidia-h100-80gb"],
];

/** How many GPUs the nodes of a pool have. */
export const gpusOf = (config: Properties): number => numberAt(objectsAt(config, "guestAccelerators")[0], "count");

/** Refuses what Compute Engine refuses about the machines of a pool. */
export function checkMachines(config: Properties, zones: readonly string[]): void {
  const [type, disk] = [textAt(config, "machineType") || "e2-medium", textAt(config, "diskType")];
  const [family = "", series = ""] = type.split("-");
  const disks = DISKS[`${family}-${series}`] ?? DISKS[family];
  if (disks === undefined || !/^[a-z0-9]+-[a-z]+(?:-\w+)*$/.test(type)) {
    throw new GcpError(400, `Machine type with name '${type}' does not exist in zone '${zones[0] ?? ""}'`);
  }
  const needsFirmware = flagAt(objectAt(config, "shieldedInstanceConfig"), "enableSecureBoot");
  if (type.endsWith("-metal") && needsFirmware) {
    throw new GcpError(400, `Secure Boot is not supported for machine type ${type}`);
  }
  if (disk !== "" && !disks.includes(disk)) {
    throw new GcpError(400, `[${disk}] features are not compatible for creating instance of type ${type}`);
  }
  checkGpus(config, type, zones);
}

function checkGpus(config: Properties, type: string, zones: readonly string[]): void {
  const [, builtIn] = BUILT_IN.find(([pattern]) => pattern.test(type)) ?? [];
  const [gpu] = objectsAt(config, "guestAccelerators");
  const name = textAt(gpu, "type");
  if (gpu === undefined) {
    if (builtIn === undefined) return;
    throw new GcpError(400, `Machine type ${type} must have accelerators of type ${builtIn}`);
  }
  if (builtIn === undefined ? !type.startsWith("n1-") : builtIn !== name) {
    throw new GcpError(400, `Accelerator type "${name}" is not allowed with machine type ${type}`);
  }
  const missing = zones.find((zone) => !(GPU_ZONES[name] ?? "").includes(zone.at(-1) ?? ""));
  if (missing !== undefined) throw new GcpError(400, `Accelerator type "${name}" does not exist in zone ${missing}`);
}

/** The taint that GKE adds to nodes with GPUs (GKE documentation, "Run GPUs in Standard node pools"). */
export const gpuTaint = (config: Properties) =>
  gpusOf(config) > 0 ? [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }] : [];

/** `nodeConfig` of a pool or a cluster. */
export const configOf = (inputs: Properties): Properties => objectAt(inputs, "nodeConfig");
