import { allOperations } from "../../components/targets/operations";
import { isHidden, type PlannedResource } from "../../recorder/graph";
import { isTrue, known, meetsAll, type Answer } from "../inputs";
import { unknown, violation, type Rule } from "../rule";

const GUARDRAILS = allOperations().flatMap(({ guardrails }) => guardrails ?? []);
const ENCRYPTED = new Map(GUARDRAILS.flatMap(({ encrypted }) => Object.entries(encrypted ?? {})));
const PROVISIONERS = GUARDRAILS.flatMap(({ encryptingProvisioners }) => encryptingProvisioners ?? []);

const PACKAGES = GUARDRAILS.flatMap(({ encryptingPackage }) => encryptingPackage ?? []);

/** A type that looks like a disk, although no cloud's guardrails know it. */
const LOOKS_LIKE_A_DISK = /^(?!kubernetes:).*(Volume|Disk|FileSystem|LaunchTemplate)$/;

/** What is stored is encrypted. */
export const rule: Rule = {
  name: "encrypted-storage",
  description: "Disks, file systems, databases and storage classes are encrypted.",
  level: "mandatory",
  needs: "resource",
  options: { allow: [] },
  check(resource) {
    switch (isEncrypted(resource)) {
      case "yes":
        return [];
      case "no":
        return violation("stores data that is not encrypted: turn on the encryption of each of its disks.");
      case "unknown":
        return unknown("whether it is encrypted");
    }
  },
};

function isEncrypted({ type, inputs: { values } }: PlannedResource): Answer {
  if (/^kubernetes:storage\.k8s\.io\/v1\w*:StorageClass$/.test(type)) {
    const { provisioner } = values;
    // No disk comes of such a class.
    if (provisioner === "kubernetes.io/no-provisioner") return "yes";
    const isEncrypted = isTrue(known(values, "parameters.encrypted"));
    if (isEncrypted === "no" && isHidden(provisioner)) return "unknown";
    return PROVISIONERS.some((name) => name === provisioner) ? "yes" : isEncrypted;
  }
  const requirements = ENCRYPTED.get(type);
  if (requirements !== undefined) return meetsAll(values, requirements);
  return LOOKS_LIKE_A_DISK.test(type) && !PACKAGES.some((name) => type.startsWith(`${name}:`)) ? "unknown" : "yes";
}
