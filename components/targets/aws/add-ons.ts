import { Addon } from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import { addOnVersion } from "./add-on-version";
import type { ControlPlane } from "./cluster";
import { createPodRole } from "./identity";
import type { Place } from "./place";

/** What an add-on of EKS is made with. */
interface AddOnRequest {
  readonly cluster: ControlPlane;
  readonly place: Place;
  readonly after: readonly pulumi.Resource[];
}

/** Hands roles to pods. It comes before nodes, whose pods may need a role at once. */
export const createPodIdentityAgent = (name: string, cluster: ControlPlane, place: Place): Addon =>
  createAddOn(`${name}-pod-identity`, "eks-pod-identity-agent", {}, { cluster, place, after: [cluster.resource] });

/** DNS and disks. They come after nodes, without which EKS calls them degraded and gives up after 20 minutes. */
export function createNodeAddOns(
  name: string,
  cluster: ControlPlane,
  place: Place,
  nodes: readonly pulumi.Resource[],
): Addon[] {
  const account = { namespace: "kube-system", name: "ebs-csi-controller-sa" };
  const managed = ["service-role/AmazonEBSCSIDriverPolicy"];
  const role = createPodRole(`${name}-ebs-csi`, account, { managed }, cluster, place);
  const podIdentityAssociations = [{ serviceAccount: account.name, roleArn: role.arn }];
  return [
    createAddOn(`${name}-coredns`, "coredns", {}, { cluster, place, after: nodes }),
    createAddOn(
      `${name}-ebs-csi`,
      "aws-ebs-csi-driver",
      { podIdentityAssociations },
      { cluster, place, after: [...nodes, ...role.granted] },
    ),
  ];
}

function createAddOn(
  name: string,
  addonName: string,
  args: { podIdentityAssociations?: { serviceAccount: string; roleArn: pulumi.Output<string> }[] },
  { cluster, place, after }: AddOnRequest,
): Addon {
  const { opts, tagged } = place;
  return new Addon(
    name,
    {
      clusterName: cluster.name,
      addonName,
      addonVersion: addOnVersion(addonName, cluster.version, place),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...args,
      tags: tagged(name),
    },
    { ...opts, dependsOn: [...after] },
  );
}
