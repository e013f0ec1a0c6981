import type { AddOn } from "../add-on";

/** Rancher behind the gateway. */
export const addOn: AddOn = {
  title: "Rancher, to manage clusters",
  imports: ["RancherServer"],
  host: "rancher",
  code: `const rancher = new RancherServer(
  "rancher",
  {
    cluster,
    ingress,
    host: \`rancher.\${domain}\`,
  },
  k8s,
);`,
  outputs: { rancherUrl: "rancher.url", rancherPassword: "rancher.bootstrapPassword" },
  // Its clean-up runs a command.
  packages: ["@pulumi/command"],
  readme: `**Rancher** answers at \`https://{host}\`. Log in as \`admin\` with \`pulumi stack output rancherPassword --show-secrets\`. It puts finalizers on all namespaces of the cluster; a destroy removes them, for which it needs \`kubectl\`.`,
};
