import * as pulumi from "@pulumi/pulumi";
import type { AwsLoginArgs } from "./args";
import type { ControlPlane } from "./cluster";
import type { AwsContext } from "./context";

/** The kubeconfig of a cluster, as a secret. */
export const kubeconfigOf = (
  login: AwsLoginArgs | undefined,
  cluster: ControlPlane,
  { region, loginEnvironment: environment }: AwsContext,
): pulumi.Output<string> =>
  pulumi.secret(
    pulumi
      .all([cluster.name, cluster.endpoint, cluster.certificateAuthority, region, login?.roleArn])
      .apply(([clusterName, endpoint, certificateAuthority, region, roleArn]) =>
        eksKubeconfig({
          ...{ clusterName, endpoint, certificateAuthority, region, environment },
          ...{ roleArn, profile: login?.profile },
        }),
      ),
  );

/** How to reach an EKS cluster, and how to log in. */
export interface EksAccess {
  readonly clusterName: string;
  /** URL of the API server. */
  readonly endpoint: string;
  /** The cluster's CA certificate in base64, as EKS returns it. */
  readonly certificateAuthority: string;
  readonly region: string;
  /** Role to assume for the login. */
  readonly roleArn?: string;
  /** Profile of the AWS CLI to log in with. */
  readonly profile?: string;
  /** Variables for the AWS CLI. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A kubeconfig that logs in with the AWS CLI at each use. It contains no token: a token would be in the state and would expire
 * after 15 minutes. The CLI uses the credentials of the user who runs it, not those of a provider in the program; `roleArn` and
 * `profile` select others.
 */
export function eksKubeconfig(access: EksAccess): string {
  const { clusterName: name, endpoint, certificateAuthority, region, roleArn, profile, environment = {} } = access;
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: [
      ...["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"],
      ...(roleArn ? ["--role-arn", roleArn] : []),
      ...(profile ? ["--profile", profile] : []),
    ],
    // The global endpoint of STS is in one region, which a private network may not reach.
    env: Object.entries({ AWS_STS_REGIONAL_ENDPOINTS: "regional", ...environment }).map(([name, value]) => ({
      name,
      value,
    })),
    interactiveMode: "Never",
    installHint: "Install version 2 of the AWS CLI.",
  };
  // JSON, because YAML reads an unquoted cluster name such as `no` as a boolean.
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } }],
    users: [{ name, user: { exec } }],
  });
}
