import { Namespace, NamespacePatch } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { checked, dns1123Label, unquotedName } from "./checks";
import { ExistingObject } from "./existing-object";
import type { Problem } from "./invalid-args";
import { labelled, type Labels } from "./values";

/** The namespace that a component works in. */
export interface NamespaceArgs {
  /**
   * Name of the namespace, a DNS-1123 label.
   *
   * @default the component's own, such as `istio-system`
   */
  readonly name?: string;
  /**
   * Whether the component creates the namespace, and deletes it with everything inside. If it is false, the namespace must
   * exist already; it is labelled, and left in place on destroy.
   *
   * @default true
   */
  readonly create?: boolean;
}

/** A namespace with its defaults filled in. */
export interface NamespaceSpec {
  readonly name: string;
  readonly create: boolean;
}

/** Fills in the defaults. */
export const namespaceSpec = (args: NamespaceArgs | undefined, name: string): NamespaceSpec => ({
  name: args?.name ?? name,
  create: args?.create ?? true,
});

/** Namespaces that every cluster has, so that they cannot be created. */
export const IN_EVERY_CLUSTER = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** What is wrong with a namespace into which charts are installed. */
export const namespaceProblems = (path: string, args: NamespaceArgs | undefined): Problem[] =>
  checked(`${path}.name`, args?.name, (value) => {
    if (args?.create !== false && IN_EVERY_CLUSTER.includes(value)) {
      return `exists in every cluster and cannot be created; write ${path}.create: false, or another name`;
    }
    return dns1123Label(value) ?? unquotedName(value);
  });

/** Labels for the namespace and how its resource is created. */
export interface NamespaceOptions {
  readonly labels?: Labels;
  readonly opts: pulumi.CustomResourceOptions;
}

/** Creates the namespace, or labels the one that exists. Its name resolves when workloads can be created in it. */
export function useNamespace(name: string, spec: NamespaceSpec, options: NamespaceOptions): pulumi.Output<string> {
  const metadata = { name: spec.name, ...labelled(options.labels) };
  return spec.create
    ? new Namespace(name, { metadata }, options.opts).metadata.name
    : labelNamespace(name, spec.name, options);
}

/**
 * Labels a namespace that exists.
 *
 * It is read first, because a `NamespacePatch` would create a namespace that does not exist (Kubernetes provider 4.32),
 * but a misspelt name must be an error.
 */
export function labelNamespace(
  name: string,
  namespace: string,
  { labels, opts }: NamespaceOptions,
): pulumi.Output<string> {
  const existing = new ExistingObject(
    name,
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    opts,
  );
  if (Object.keys(labels ?? {}).length === 0) return existing.id.apply(() => namespace);
  const patch = new NamespacePatch(
    `${name}-labels`,
    { metadata: { name: namespace, ...labelled(labels) } },
    { ...opts, dependsOn: existing },
  );
  return patch.metadata.apply(() => namespace);
}
