import * as pulumi from "@pulumi/pulumi";

/** Which object to look up. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: pulumi.Input<string>; readonly namespace?: pulumi.Input<string> };
}

/**
 * An object that something else created. It is read and never changed; if it does not exist, that is an error.
 *
 * The SDK's `Service.get` would do, but it sends no identity. The provider then stores the whole live object as inputs
 * when it reads, and only its identity when it refreshes. Every refresh would report a change (Kubernetes provider 4.32,
 * `kubeProvider.Read`).
 */
export class ExistingObject extends pulumi.CustomResource {
  /** Metadata of the object, as the cluster has it. */
  declare readonly metadata: pulumi.Output<unknown>;
  /** Status of the object in the cluster; absent for kinds without a status. */
  declare readonly status: pulumi.Output<unknown>;
  /** Data of a Secret or ConfigMap; absent for other kinds. */
  declare readonly data: pulumi.Output<unknown>;

  constructor(name: string, { apiVersion, kind, metadata }: Identity, opts: pulumi.CustomResourceOptions) {
    const id =
      metadata.namespace === undefined ? metadata.name : pulumi.interpolate`${metadata.namespace}/${metadata.name}`;
    const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
    super(
      `kubernetes:${group}:${kind}`,
      name,
      { apiVersion, kind, metadata, status: undefined, data: undefined },
      { ...opts, id },
    );
  }
}

/**
 * Looks up the definition of a kind that something else installs, so that a missing one is an error that names it. `ready` is an output
 * of what installs it in the same program, before which it cannot be there.
 */
export const existingDefinition = (
  name: string,
  definition: string,
  ready: pulumi.Input<string> | undefined,
  opts: pulumi.CustomResourceOptions,
): ExistingObject =>
  new ExistingObject(
    name,
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: ready === undefined ? definition : pulumi.output(ready).apply(() => definition) },
    },
    opts,
  );
