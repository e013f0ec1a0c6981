import { stringify } from "yaml";

/** How an EKS cluster is reached, and as whom. */
export interface EksAccess {
  readonly clusterName: string;
  /** URL of the API server. */
  readonly endpoint: string;
  /** The cluster's CA certificate in base64, as EKS returns it. */
  readonly certificateAuthority: string;
  readonly region: string;
  /** Role to take on for the login. */
  readonly roleArn?: string;
  /** Profile of the AWS CLI to log in with. */
  readonly profile?: string;
}

/**
 * A kubeconfig that logs in through the AWS CLI whenever it is used. It holds no token: one would be in the state, and
 * expired after 15 minutes. The CLI takes the credentials of whoever runs it; those of a provider in the program do not
 * reach it, which is what `roleArn` and `profile` are for.
 */
export function eksKubeconfig(access: EksAccess): string {
  const { clusterName: name, endpoint, certificateAuthority, region, roleArn, profile } = access;
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: [
      ...["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"],
      ...(roleArn ? ["--role-arn", roleArn] : []),
      ...(profile ? ["--profile", profile] : []),
    ],
    // The global endpoint of STS is in one region, and a private network may not reach it.
    env: [{ name: "AWS_STS_REGIONAL_ENDPOINTS", value: "regional" }],
    interactiveMode: "Never",
    installHint: "Install version 2 of the AWS CLI.",
  };
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } }],
    users: [{ name, user: { exec } }],
  });
}
