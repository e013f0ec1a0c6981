import type { Need } from "../needs";

/** Otherwise gcloud looks for newer versions of itself, and reports its use. */
const QUIET = { CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: "1", CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: "1" };

/** What a machine needs for Google Kubernetes Engine. */
export const needs: readonly Need[] = [
  {
    name: "gcloud CLI",
    why: "You log in with it.",
    get: "Install it: https://cloud.google.com/sdk/docs/install",
    tool: { program: "gcloud", args: ["version"], version: /^Google Cloud SDK (\d+\.\d+\.\d+)/m, environment: QUIET },
  },
  {
    name: "gke-gcloud-auth-plugin",
    why: "Pulumi and kubectl log in to the cluster with it.",
    get: "Run gcloud components install gke-gcloud-auth-plugin.",
    tool: { program: "gke-gcloud-auth-plugin", args: ["--version"] },
  },
  {
    name: "login for applications of Google Cloud",
    why: "Everything around the cluster is created with it, the application default credentials.",
    get: "Run gcloud auth application-default login.",
    // As the provider looks for them; without any of them it asks the metadata server, which a machine outside Google Cloud does not have.
    anyOf: [
      { variables: ["GOOGLE_CREDENTIALS"] },
      { variables: ["GOOGLE_OAUTH_ACCESS_TOKEN"] },
      { file: "${GOOGLE_APPLICATION_CREDENTIALS:-}" },
      { file: "${CLOUDSDK_CONFIG:-~/.config/gcloud}/application_default_credentials.json" },
    ],
  },
  {
    name: "login of gcloud",
    why: "Pulumi and kubectl reach the cluster with it, unless apiAccess is written.",
    get: "Run gcloud auth login.",
    anyOf: [
      {
        program: "gcloud",
        args: ["auth", "list", "--filter=status:ACTIVE", "--format=value(account)"],
        environment: QUIET,
        matching: /\S/,
      },
    ],
  },
];
