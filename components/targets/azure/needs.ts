import type { Need } from "../needs";

/** Otherwise the Azure CLI reports its use. */
const QUIET = { AZURE_CORE_COLLECT_TELEMETRY: "false" };

/** What a machine needs for Azure Kubernetes Service. */
export const needs: readonly Need[] = [
  {
    name: "Azure CLI",
    why: "You log in with it.",
    get: "Install it: https://learn.microsoft.com/cli/azure/install-azure-cli",
    tool: {
      program: "az",
      args: ["version", "--output", "json"],
      version: /"azure-cli": "(\d+\.\d+\.\d+)"/,
      environment: QUIET,
    },
  },
  {
    name: "kubelogin",
    why: "Pulumi and kubectl log in to the cluster with it.",
    get: "Run az aks install-cli, or see https://azure.github.io/kubelogin/install.html",
    // Another kubelogin, for OpenID Connect, has no such line (https://github.com/int128/kubelogin).
    tool: { program: "kubelogin", args: ["--version"], version: /^git hash: v(\d+\.\d+\.\d+)/m },
  },
  {
    name: "login to Azure",
    why: "Everything is created with it.",
    get: "Run az login.",
    // What `az account show` prints comes from a file of the Azure CLI.
    anyOf: [
      { variables: ["ARM_CLIENT_ID", "ARM_CLIENT_SECRET", "ARM_TENANT_ID"] },
      { variables: ["ARM_USE_OIDC"] },
      { variables: ["ARM_USE_MSI"] },
      { program: "az", args: ["account", "show", "--output", "none"], environment: QUIET },
    ],
  },
];
