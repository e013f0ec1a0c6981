import type { PlannedResource, PlanGraph } from "../../../recorder/graph";
import { cloudRules, isTrue } from "./cloud-rules";

/** A type that looks like a disk, although no cloud's rules know it. */
const LOOKS_LIKE_A_DISK = /(Volume|Disk|FileSystem|LaunchTemplate|StorageClass)$/;

/** Resources whose disks are not encrypted, and kinds of disks that no cloud's rules know. */
export function plainDisks({ resources }: PlanGraph): string[] {
  const rules = new Map<string, (resource: PlannedResource) => boolean>([
    ["kubernetes:storage.k8s.io/v1:StorageClass", isTrue("parameters.encrypted")],
    ...cloudRules().flatMap(({ encryptedDisks }) => Object.entries(encryptedDisks)),
  ]);
  return resources
    .filter((resource) => !(rules.get(resource.type)?.(resource) ?? !LOOKS_LIKE_A_DISK.test(resource.type)))
    .map(({ urn }) => urn);
}
