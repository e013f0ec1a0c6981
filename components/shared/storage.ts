import { checked, dns1123Subdomain } from "./checks";
import type { Problem } from "./invalid-args";

/** The storage class that the cluster is given as its default. */
export interface StorageArgs {
  /**
   * Name of the class, a DNS-1123 subdomain.
   *
   * @default the kind of disk, such as `gp3` on AWS
   */
  readonly className?: string;
  /**
   * What happens to a disk when its claim is deleted. Changing it makes the class anew; disks that there are keep what
   * they were made with.
   *
   * @default ReclaimPolicy.Delete
   */
  readonly reclaimPolicy?: ReclaimPolicy;
}

/** What happens to a disk when its claim is deleted. */
export enum ReclaimPolicy {
  /** It is deleted too. */
  Delete = "Delete",
  /** It stays, also when the cluster is gone, and costs until somebody deletes it. */
  Retain = "Retain",
}

/** The storage class after defaults; its name where the caller chose one. */
export interface StorageSpec {
  readonly className?: string;
  readonly reclaimPolicy: ReclaimPolicy;
}

/** Fills in the defaults. */
export const storageSpec = ({ className, reclaimPolicy = ReclaimPolicy.Delete }: StorageArgs = {}): StorageSpec => ({
  className,
  reclaimPolicy,
});

/** What is wrong with it. */
export const storageProblems = ({ className }: StorageSpec): Problem[] =>
  checked("storage.className", className, dns1123Subdomain);
