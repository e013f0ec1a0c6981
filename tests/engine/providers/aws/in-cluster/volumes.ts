import type { Properties } from "../../property-values";
import { objectAt } from "../../property-values";
import { listAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { metadataOf } from "./kubernetes-api";

const DRIVER = "ebs.csi.aws.com";
const FINALIZER = "external-provisioner.volume.kubernetes.io/finalizer";

/**
 * Makes a disk for each volume of the EBS driver, and deletes it when the volume is to go, which holds it by a finalizer
 * until then (kubernetes-csi/external-provisioner, "HonorPVReclaimPolicy"): only while the driver runs. Without it the
 * disk is left behind and paid for, which is why claims and their disks have to go before the add-on does.
 */
export async function syncVolumes(cloud: AwsCloud): Promise<void> {
  const runs = cloud
    .resources("aws:eks/addon:Addon")
    .some(({ inputs }) => textAt(inputs, "addonName") === "aws-ebs-csi-driver");
  if (!runs) return;
  const volumes = await cloud.kubernetes.recent("/api/v1/persistentvolumes");
  for (const volume of volumes.filter(isOfDriver)) await syncVolume(cloud, volume);
}

async function syncVolume(cloud: AwsCloud, volume: Properties): Promise<void> {
  const metadata = metadataOf(volume);
  const [name, deletedAt] = [textAt(metadata, "name"), textAt(metadata, "deletionTimestamp")];
  const finalizers = listAt(metadata, "finalizers");
  const hold = (wanted: string[]) =>
    cloud.kubernetes.patch(`/api/v1/persistentvolumes/${name}`, { metadata: { finalizers: wanted } });
  if (deletedAt === "") {
    if (!cloud.volumes.has(name)) cloud.volumes.set(name, { id: cloud.newId("vol"), persistentVolume: name });
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

const isOfDriver = (volume: Properties): boolean =>
  textAt(objectAt(metadataOf(volume), "annotations"), "pv.kubernetes.io/provisioned-by") === DRIVER;
