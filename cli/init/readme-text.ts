import { unanswered, type Chosen } from "./choice";

/** The file README.md of a new project. Its paragraphs have one line each, because their length depends on what was chosen. */
export function readmeText(project: Chosen): string {
  const { name, description, target } = project;
  return `${[
    `# ${name}`,
    `${description}. \`index.ts\` is the whole program:`,
    contents(project),
    code(
      "npm install",
      "npx mlplatform plan             # what would be created; it contacts nothing",
      "npx mlplatform up --stack dev   # creates it, after you have confirmed",
    ),
    "`npx tsc` checks the types, which the plan does not do. TypeScript stays below version 7, which lacks the compiler API that Pulumi runs programs with.",
    "## Before the first `up`",
    `\`npx mlplatform doctor ${target}\` says which tools and logins are missing on this machine. Pulumi also needs a place for its state: \`pulumi login\`, or \`pulumi login --local\` for a folder on this machine, with a passphrase for its secrets in \`PULUMI_CONFIG_PASSPHRASE\`.`,
    ...placeholders(project),
    "## What answers",
    ...answers(project),
    "## Clean up",
    ...cleanUp(project),
  ].join("\n\n")}\n`;
}

function contents({ starter, parts, hosts }: Chosen): string {
  const gateway = `an ingress gateway of Istio${hosts.length === 0 ? "" : ", with HTTPS"}`;
  return [`a cluster: ${starter.title}`, gateway, ...parts.map(({ title }) => title)]
    .map((item) => `- ${item}`)
    .join("\n");
}

/** The values that must be replaced, each with what it means. */
function placeholders(project: Chosen): string[] {
  const missing = unanswered(project);
  if (missing.length === 0) return [];
  return [
    "`Pulumi.dev.yaml` has placeholders, with which the plan works, but which `up` refuses. Write your own values:",
    missing.map(({ key, description }) => `- \`${key}\`: ${description}`).join("\n"),
  ];
}

function answers(project: Chosen): string[] {
  const { starter, parts, hosts, createsCluster } = project;
  const domain = domainOf(project);
  const named = hosts.map((host) => `\`${host}.${domain}\``).join(", ");
  return [
    ...(createsCluster
      ? [
          "The cluster, for `kubectl`:",
          code(
            "(umask 077 && pulumi stack output kubeconfig --show-secrets > kubeconfig.yaml)",
            "kubectl --kubeconfig kubeconfig.yaml get pods --all-namespaces",
          ),
        ]
      : []),
    hosts.length === 0
      ? "The gateway has the address in the output `host`. It speaks plain HTTP; `hosts` and `tls` of `IngressLayer` add HTTPS."
      : `The gateway serves ${named}. Lead these names to the output \`host\`, in DNS or in your \`/etc/hosts\`. Certificates come from a private authority, whose own is the output \`caCertificate\`.`,
    ...(starter.afterwards === undefined ? [] : [starter.afterwards]),
    ...parts.map(({ host = "", readme }) => readme.replaceAll("{host}", `${host}.${domain}`)),
  ];
}

function cleanUp({ settings, createsCluster }: Chosen): string[] {
  const keepsData = settings.some(({ key }) => key === "deleteData");
  const isProtected = settings.some(({ key, preset }) => key === "deletionProtection" && preset === true);
  const before = [
    ...(isProtected ? ["pulumi config set --stack dev deletionProtection false"] : []),
    ...(keepsData ? ["pulumi config set --stack dev deleteData true   # all data of the add-ons"] : []),
  ];
  return [
    code(
      ...before,
      ...(before.length === 0 ? [] : ["npx mlplatform up --stack dev"]),
      "npx mlplatform destroy --stack dev",
    ),
    ...(keepsData && createsCluster
      ? ["Volumes live only as long as the cluster, so its destroy is refused while the data is to be kept."]
      : []),
  ];
}

const domainOf = ({ settings, values }: Chosen): string => {
  const preset = settings.find(({ key }) => key === "domain")?.preset;
  return String(values["domain"] ?? preset ?? "");
};

const code = (...lines: readonly string[]): string => ["```sh", ...lines, "```"].join("\n");
