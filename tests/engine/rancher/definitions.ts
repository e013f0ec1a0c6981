/** What of a definition is not always the same. */
interface Definition {
  readonly plural: string;
  readonly scope: string;
  readonly versions: readonly string[];
  readonly conversion: object;
}

/** A definition of a kind that takes any object, in versions of which the last one is stored. */
const definition = (
  group: string,
  kind: string,
  { plural = `${kind.toLowerCase()}s`, scope = "Namespaced", versions = ["v1"], ...more }: Partial<Definition> = {},
) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope,
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    ...more,
    versions: versions.map((name, index) => ({
      name,
      served: true,
      storage: index === versions.length - 1,
      schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
    })),
  },
});

/** A webhook in a namespace of Rancher, where nothing answers any more. */
const service = (namespace: string, name: string) => ({ service: { namespace, name } });

/** Definitions of Rancher, and of Cluster API, which it brings: objects of that in the newer version cannot be read without its webhook. */
export const ranchers = [
  definition("management.cattle.io", "Cluster", { scope: "Cluster", versions: ["v3"] }),
  definition("management.cattle.io", "Project", { versions: ["v3"] }),
  definition("management.cattle.io", "Setting", { scope: "Cluster", versions: ["v3"] }),
  definition("fleet.cattle.io", "Bundle", { versions: ["v1alpha1"] }),
  definition("upgrade.cattle.io", "Plan"),
  definition("cluster.x-k8s.io", "Machine", {
    versions: ["v1beta2", "v1beta1"],
    conversion: {
      strategy: "Webhook",
      webhook: {
        conversionReviewVersions: ["v1"],
        clientConfig: service("cattle-capi-system", "capi-webhook-service"),
      },
    },
  }),
];

/** Definitions of RKE2, which is of the same vendor, and of the user. */
export const others = [
  definition("helm.cattle.io", "HelmChart"),
  definition("k3s.cattle.io", "Addon"),
  definition("example.org", "Herd", { plural: "herds" }),
];
