import type { PlainValue, PlannedResource, PlanGraph } from "../../../recorder/graph";
import { valueAt } from "../../../cli/plan/text/templates";

/** Disks that are not said to be encrypted, and kinds of disks of which this rule has not heard yet. */
export function plainDisks({ resources }: PlanGraph): string[] {
  return resources.flatMap((resource) => {
    const judge =
      JUDGES[resource.type] ??
      (/(Volume|Disk|FileSystem|LaunchTemplate|StorageClass)$/.test(resource.type) ? never : always);
    return judge(resource) ? [] : [resource.urn];
  });
}

type Judge = (resource: PlannedResource) => boolean;

const always: Judge = () => true;
const never: Judge = () => false;

const JUDGES: Readonly<Record<string, Judge>> = {
  "aws:ebs/volume:Volume": isTrue("encrypted"),
  "aws:efs/fileSystem:FileSystem": isTrue("encrypted"),
  "aws:ec2/launchTemplate:LaunchTemplate": ({ inputs }) => {
    const disks = (inputs.values["blockDeviceMappings"] ?? []) as readonly PlainValue[];
    return disks.length > 0 && disks.every((disk) => isOn(valueAt(disk, "ebs.encrypted")));
  },
  // Without a launch template, EKS makes one, and a plain disk with it.
  "aws:eks/nodeGroup:NodeGroup": ({ inputs }) => inputs.values["launchTemplate"] !== undefined,
  "kubernetes:storage.k8s.io/v1:StorageClass": isTrue("parameters.encrypted"),
};

function isTrue(path: string): Judge {
  return ({ inputs }) => isOn(valueAt(inputs.values, path));
}

/** Some inputs of AWS are booleans, and some the words for them. */
function isOn(value: PlainValue | undefined): boolean {
  return value === true || value === "true";
}
