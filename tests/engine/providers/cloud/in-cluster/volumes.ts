import type { Properties } from "../../property-values";
import { objectAt } from "../../property-values";
import type { ClusterCloud } from "../cluster-cloud";
import { listAt, textAt } from "../values";
import { metadataOf } from "./kubernetes-api";

const FINALIZER = "external-provisioner.volume.kubernetes.io/finalizer";

/** A CSI driver that makes disks. */
export interface DiskDriver {
  /** The provisioner of its storage classes: `ebs.csi.aws.com`. */
  readonly provisioner: string;
  /** An identifier of a new disk. */
  diskId(persistentVolume: string): string;
}

/**
 * Makes a disk for each volume of a driver, and deletes it when the volume is to go, which holds it by a finalizer until then
 * (kubernetes-csi/external-provisioner, "HonorPVReclaimPolicy"): only while the driver runs. Without it the disk is left behind
 * and paid for, which is why claims and their disks have to go before the driver does.
 */
export async function syncVolumes(cloud: ClusterCloud, driver: DiskDriver): Promise<void> {
  const volumes = await cloud.kubernetes.recent("/api/v1/persistentvolumes");
  for (const volume of volumes) if (isOf(driver, volume)) await syncVolume(cloud, driver, volume);
}

async function syncVolume(cloud: ClusterCloud, driver: DiskDriver, volume: Properties): Promise<void> {
  const metadata = metadataOf(volume);
  const [name, deletedAt] = [textAt(metadata, "name"), textAt(metadata, "deletionTimestamp")];
  const finalizers = listAt(metadata, "finalizers");
  const hold = (wanted: string[]) =>
    cloud.kubernetes.patch(`/api/v1/persistentvolumes/${name}`, { metadata: { finalizers: wanted } });
  if (deletedAt === "") {
    if (!cloud.volumes.has(name)) cloud.volumes.set(name, { id: driver.diskId(name), persistentVolume: name });
    if (!finalizers.includes(FINALIZER)) await hold([...finalizers, FINALIZER]);
    return;
  }
  const disk = cloud.volumes.get(name);
  if (disk === undefined) return;
  disk.detachedAt ??= Date.now() + cloud.detachesMs;
  if (Date.now() < disk.detachedAt) return;
  cloud.volumes.delete(name);
  await hold(finalizers.filter((finalizer) => finalizer !== FINALIZER));
}

const isOf = ({ provisioner }: DiskDriver, volume: Properties): boolean =>
  textAt(objectAt(metadataOf(volume), "annotations"), "pv.kubernetes.io/provisioned-by") === provisioner;
