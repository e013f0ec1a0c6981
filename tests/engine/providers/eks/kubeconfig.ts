import type { Cluster as EksCluster } from "@pulumi/aws/eks/cluster";
import * as pulumi from "@pulumi/pulumi";
import type { KubeconfigOptions } from "./cluster-args";

/**
 * The kubeconfig of a cluster (pulumi-eks 4.3, generateKubeconfig). The component's own provider names the profile, what users get
 * does not.
 */
export function kubeconfigFor(
  cluster: pulumi.Output<EksCluster>,
  options: pulumi.Input<KubeconfigOptions> | undefined,
  withProfile: boolean,
) {
  const { name, arn, endpoint, certificateAuthority } = cluster;
  return pulumi
    .all([name, arn, endpoint, certificateAuthority.data, pulumi.output(options)])
    .apply(([clusterName, clusterArn, server, authority, given]) => {
      const region = clusterArn.split(":")[3] ?? "";
      const role = given?.roleArn === undefined ? [] : ["--role", given.roleArn];
      const profile = withProfile && given?.profileName !== undefined ? ["--profile", given.profileName] : [];
      const args = ["--region", region, "eks", "get-token", "--cluster-name", clusterName, "--output", "json"];
      return {
        apiVersion: "v1",
        clusters: [{ cluster: { server, "certificate-authority-data": authority }, name: "kubernetes" }],
        contexts: [{ context: { cluster: "kubernetes", user: "aws" }, name: "aws" }],
        "current-context": "aws",
        kind: "Config",
        users: [
          {
            name: "aws",
            user: {
              exec: {
                apiVersion: "client.authentication.k8s.io/v1beta1",
                command: "aws",
                args: [...args, ...role, ...profile],
                env: [
                  {
                    name: "KUBERNETES_EXEC_INFO",
                    value: '{"apiVersion": "client.authentication.k8s.io/v1beta1"}',
                  },
                ],
              },
            },
          },
        ],
      };
    });
}
