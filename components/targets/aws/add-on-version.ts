import { getAddonVersionOutput } from "@pulumi/aws/eks/getAddonVersion";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsContext } from "./context";

/** EKS's default version of an add-on for a version of Kubernetes, so that an upgrade of the one brings that of the other. */
export const addOnVersion = (
  addonName: string,
  kubernetesVersion: pulumi.Input<string>,
  { opts }: AwsContext,
): pulumi.Output<string> =>
  getAddonVersionOutput({ addonName, kubernetesVersion }, opts).apply(({ version }) => version);
