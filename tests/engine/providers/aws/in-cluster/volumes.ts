import { objectAt } from "../../property-values";
import { textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { metadataOf } from "./kubernetes-api";

const DRIVER = "ebs.csi.aws.com";

/**
 * Makes a disk for each volume of the EBS driver, and deletes it with the volume: only while the driver runs. Without it the disk
 * is left behind and paid for, which is why claims have to go before the add-on does.
 */
export async function syncVolumes(cloud: AwsCloud): Promise<void> {
  const running = cloud
    .resources("aws:eks/addon:Addon")
    .some(({ inputs }) => textAt(inputs, "addonName") === "aws-ebs-csi-driver");
  const volumes = await cloud.kubernetes.list("/api/v1/persistentvolumes");
  const ours = volumes.filter((volume) => {
    return textAt(objectAt(metadataOf(volume), "annotations"), "pv.kubernetes.io/provisioned-by") === DRIVER;
  });
  const names = new Set(ours.map((volume) => textAt(metadataOf(volume), "name")));
  for (const name of names) {
    if (running && !cloud.volumes.has(name)) {
      cloud.volumes.set(name, { id: cloud.newId("vol"), persistentVolume: name });
    }
  }
  for (const name of cloud.volumes.keys()) {
    if (running && !names.has(name)) cloud.volumes.delete(name);
  }
}
