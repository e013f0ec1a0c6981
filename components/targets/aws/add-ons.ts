import { Addon, type AddonArgs } from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import { addOnVersion } from "./add-on-version";
import type { ControlPlane } from "./cluster";
import { createPodRole } from "./identity";
import type { AwsContext } from "./context";

/** What an add-on of EKS is made with. */
export interface AddOnRequest {
  readonly cluster: ControlPlane;
  readonly context: AwsContext;
  readonly after: readonly pulumi.Resource[];
}

/** Hands roles to pods. It comes before nodes, whose pods may need a role at once. */
export const createPodIdentityAgent = (name: string, cluster: ControlPlane, context: AwsContext): Addon =>
  createAddOn(`${name}-pod-identity`, "eks-pod-identity-agent", {}, { cluster, context, after: [cluster.resource] });

/** DNS and disks. They come after nodes, without which EKS calls them degraded and gives up after 20 minutes. */
export function createNodeAddOns(name: string, { cluster, context, after: nodes }: AddOnRequest): Addon[] {
  const account = { namespace: "kube-system", name: "ebs-csi-controller-sa" };
  const managed = ["service-role/AmazonEBSCSIDriverPolicy"];
  const role = createPodRole(`${name}-ebs-csi`, account, { managed }, cluster, context);
  const driver = {
    podIdentityAssociations: [{ serviceAccount: account.name, roleArn: role.arn }],
    // On the disks that it makes. AWS keeps the text as it is, so the order of keys is to stay, too.
    ...(Object.keys(context.tags).length > 0 && {
      configurationValues: JSON.stringify({ controller: { extraVolumeTags: context.tags } }),
    }),
  };
  return [
    createAddOn(`${name}-coredns`, "coredns", {}, { cluster, context, after: nodes }),
    createAddOn(`${name}-ebs-csi`, "aws-ebs-csi-driver", driver, {
      cluster,
      context,
      after: [...nodes, ...role.granted],
    }),
  ];
}

/** Tells how busy pods are. EKS is alone in not having it, and without it no HorizontalPodAutoscaler ever scales. */
export const createMetricsServer = (name: string, request: AddOnRequest): Addon =>
  createAddOn(`${name}-metrics-server`, "metrics-server", {}, request);

function createAddOn(
  name: string,
  addonName: string,
  args: Pick<AddonArgs, "podIdentityAssociations" | "configurationValues">,
  { cluster, context, after }: AddOnRequest,
): Addon {
  const { opts, tagged } = context;
  return new Addon(
    name,
    {
      clusterName: cluster.name,
      addonName,
      addonVersion: addOnVersion(addonName, cluster.version, context),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...args,
      tags: tagged(name),
    },
    { ...opts, dependsOn: [...after] },
  );
}
