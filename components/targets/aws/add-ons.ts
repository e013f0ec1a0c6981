import { Addon, type AddonArgs } from "@pulumi/aws/eks";
import { getAddonVersionOutput } from "@pulumi/aws/eks/getAddonVersion";
import * as pulumi from "@pulumi/pulumi";
import type { ControlPlane } from "./cluster";
import type { AwsContext } from "./context";
import { diskKeyPolicy } from "./disk-key";
import { createPodRole } from "./iam-roles";

/** What an EKS add-on is created from. */
export interface AddOnRequest {
  readonly cluster: ControlPlane;
  readonly context: AwsContext;
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Gives roles to pods. Nodes depend on it, because pods may need their role at once. */
export const createPodIdentityAgent = (name: string, cluster: ControlPlane, context: AwsContext): Addon =>
  createAddOn(
    `${name}-pod-identity`,
    "eks-pod-identity-agent",
    {},
    { cluster, context, dependsOn: [cluster.resource] },
  );

/** The cluster's DNS. It needs nodes: without them EKS reports the add-on as degraded and gives up after 20 minutes. */
export const createDns = (name: string, request: AddOnRequest): Addon =>
  createAddOn(`${name}-coredns`, "coredns", {}, request);

/** The driver of the default storage class. It needs nodes, like the DNS. */
export function createDiskDriver(
  name: string,
  { cluster, context, dependsOn }: AddOnRequest,
  diskKey: pulumi.Input<string> | undefined,
): Addon {
  const account = { namespace: "kube-system", name: "ebs-csi-controller-sa" };
  const managed = ["service-role/AmazonEBSCSIDriverPolicy"];
  const inline = diskKey === undefined ? undefined : pulumi.output(diskKey).apply(diskKeyPolicy);
  const role = createPodRole(`${name}-ebs-csi`, account, { managed, inline }, cluster, context);
  const args = {
    podIdentityAssociations: [{ serviceAccount: account.name, roleArn: role.arn }],
    // Tags of the disks that it creates. AWS stores the text as it is, so the order of keys must not change either.
    ...(Object.keys(context.tags).length > 0 && {
      configurationValues: JSON.stringify({ controller: { extraVolumeTags: context.tags } }),
    }),
  };
  const request = { cluster, context, dependsOn: [...dependsOn, ...role.policies] };
  return createAddOn(`${name}-ebs-csi`, "aws-ebs-csi-driver", args, request);
}

/** Measures how busy pods are. EKS does not install it, and without it no HorizontalPodAutoscaler scales. */
export const createMetricsServer = (name: string, request: AddOnRequest): Addon =>
  createAddOn(`${name}-metrics-server`, "metrics-server", {}, request);

function createAddOn(
  name: string,
  addonName: string,
  args: Pick<AddonArgs, "podIdentityAssociations" | "configurationValues">,
  { cluster, context, dependsOn }: AddOnRequest,
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
    { ...opts, dependsOn: [...dependsOn] },
  );
}

/** EKS's default version of an add-on for a Kubernetes version, so that an upgrade of Kubernetes upgrades the add-on. */
export const addOnVersion = (
  addonName: string,
  kubernetesVersion: pulumi.Input<string>,
  { opts }: AwsContext,
): pulumi.Output<string> => getAddonVersionOutput({ addonName, kubernetesVersion }, opts).version;
