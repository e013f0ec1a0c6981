import type { TargetStarter } from "../starter";

/** What `mlplatform init` writes for a cluster of k3d. */
export const starter: TargetStarter = {
  title: "k3d, in Docker on this machine",
  // It needs no account.
  byDefault: true,
  cluster: `k3d: {},
kubernetesVersion: "1.35",
deletionProtection: config.requireBoolean("deletionProtection"),`,
  gateway: `// Only this machine reaches it.
internal: true,`,
  config: [
    {
      key: "deletionProtection",
      type: "boolean",
      description:
        "Whether the cluster is safe from a destroy, and from a change of its settings, which replaces it with all its data",
      preset: false,
    },
  ],
  afterwards: `The gateway answers at ports 8080 and 8443 of \`localhost\`, and, where Docker runs on Linux without a virtual machine, also at the output \`host\`.`,
};
