import type { Need } from "../../components/targets/needs";
import { ownPackage } from "../own-package";

/** What a machine needs for every target. */
export const commonNeeds = (): readonly Need[] => [
  {
    name: "Node.js",
    why: "Programs run on it.",
    get: "Install a version with long-term support: https://nodejs.org/en/download",
    tool: {
      program: "node",
      args: ["--version"],
      version: /^v(\d+\.\d+\.\d+)/,
      // The lowest of the first range.
      minimum: /\d[\d.]*/.exec(ownPackage().engines.node)?.[0],
    },
  },
  {
    name: "npm",
    why: "It installs the packages of a program.",
    get: "It comes with Node.js: https://nodejs.org/en/download",
    tool: {
      program: "npm",
      args: ["--version"],
      version: /^(\d+\.\d+\.\d+)/,
      environment: { npm_config_update_notifier: "false" },
    },
  },
  {
    name: "Pulumi CLI",
    why: "It creates, changes and destroys stacks; a plan does not need it.",
    get: "Install all of it, with its language host: https://www.pulumi.com/docs/install/",
    tool: {
      program: "pulumi",
      args: ["version"],
      version: /^v(\d+\.\d+\.\d+)/m,
      minimum: "3.246",
      environment: { PULUMI_SKIP_UPDATE_CHECK: "true" },
    },
  },
  {
    name: "login of Pulumi",
    why: "It says where stacks are stored.",
    get: "Run pulumi login, or pulumi login --local for a folder on this machine.",
    anyOf: [
      { variables: ["PULUMI_ACCESS_TOKEN"] },
      { variables: ["PULUMI_BACKEND_URL"] },
      { file: "Pulumi.yaml", matching: /^backend:/m },
      { file: "${PULUMI_HOME:-~/.pulumi}/credentials.json", matching: /"current":\s*"[^"]/ },
    ],
  },
  {
    name: "kubectl",
    why: "up waits with it for updated models, and destroy looks with it at what is left in a cluster.",
    get: "Install it: https://kubernetes.io/docs/tasks/tools/",
    tool: {
      program: "kubectl",
      args: ["version", "--client", "--output=json"],
      version: /"gitVersion": *"v(\d+\.\d+\.\d+)/,
      // It may be one minor version older than the API server, and the oldest that is tested is 1.34.
      minimum: "1.33",
    },
  },
  {
    name: "Helm",
    why: "up finds and repairs with it releases that an interrupted run left, or says that it cannot; mirror copies charts with it.",
    get: "Install it: https://helm.sh/docs/intro/install/",
    optional: true,
    tool: { program: "helm", args: ["version", "--short"], version: /^v(\d+\.\d+\.\d+)/m, minimum: "3.8" },
  },
  {
    name: "Skopeo",
    why: "mirror copies images with it. No other command needs it.",
    get: "Install it: https://github.com/containers/skopeo/blob/main/install.md",
    optional: true,
    tool: { program: "skopeo", args: ["--version"], version: /^skopeo version (\d+\.\d+\.\d+)/, minimum: "1.9" },
  },
];
