import * as pulumi from "@pulumi/pulumi";
import type { Endpoint } from "./endpoint";

/** The kubeconfig of a cluster, as a secret. */
export const kubeconfigOf = (
  clusterName: pulumi.Output<string>,
  { url, certificateAuthority }: Endpoint,
): pulumi.Output<string> =>
  pulumi.secret(
    pulumi
      .all([clusterName, url, certificateAuthority])
      .apply(([name, server, authority]) => gkeKubeconfig(name, server, authority)),
  );

/**
 * A kubeconfig that logs in with gke-gcloud-auth-plugin at each use. It contains no token: a token would be in the state and would
 * expire after an hour. With an IP endpoint the plugin takes the application default credentials, which a CI system provides
 * without gcloud. For a DNS endpoint gcloud itself does not combine the two, so there it takes the login of gcloud.
 */
export function gkeKubeconfig(name: string, server: string, certificateAuthority?: string): string {
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "gke-gcloud-auth-plugin",
    args: certificateAuthority === undefined ? [] : ["--use_application_default_credentials"],
    interactiveMode: "Never",
    provideClusterInfo: true,
    installHint: "Run gcloud components install gke-gcloud-auth-plugin.",
  };
  const cluster = {
    server,
    ...(certificateAuthority !== undefined && { "certificate-authority-data": certificateAuthority }),
  };
  // JSON, because YAML reads an unquoted cluster name such as `no` as a boolean.
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster }],
    users: [{ name, user: { exec } }],
  });
}
