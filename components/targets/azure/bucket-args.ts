import type * as pulumi from "@pulumi/pulumi";

/**
 * A container of Azure Blob Storage in a storage account of its own. Its resources use the `azure-native` provider in the
 * component's options. Without one, the component creates a provider from the stack's config (`azure-native:subscriptionId` and so
 * on).
 */
export interface AzureBlobStoreArgs {
  /**
   * Name of the container: 3 to 63 characters of a-z, 0-9 and `-`. A change creates another container and moves no objects; with
   * `deleteData: true`, the old container is deleted with its objects.
   *
   * @default the component's name
   */
  readonly container?: pulumi.Input<string>;
  /**
   * Whether the account and the container are created. If false, `accountId` and `container` name some that exist: pods get access,
   * and nothing else of them is changed or deleted.
   *
   * @default true
   */
  readonly create?: boolean;
  /**
   * Name of the storage account: 3 to 24 characters of a-z and 0-9. No other account of Azure may have it. A change creates another
   * account and moves no objects; with `deleteData: true`, the old account is deleted with its objects.
   *
   * @default the component's name without other characters, and a random suffix
   */
  readonly accountName?: pulumi.Input<string>;
  /**
   * Name of an existing resource group for the account. Whoever deletes the group, as `destroy` does with that of a cluster, deletes
   * the account with all objects. A change creates another account and moves no objects; with `deleteData: true`, the old account is
   * deleted with its objects. Write another `accountName` too, because an account that is kept keeps its name.
   *
   * @default a resource group is created, with the account's name; it is kept as long as the account
   */
  readonly resourceGroup?: pulumi.Input<string>;
  /**
   * Resource id of the account, instead of `accountName` and `resourceGroup`:
   * `/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Storage/storageAccounts/<account>`. Required with `adopt` and
   * with `create: false`. An id of another account creates that account and moves no objects; with `deleteData: true`, the old account
   * is deleted with its objects.
   *
   * @default none
   */
  readonly accountId?: pulumi.Input<string>;
  /**
   * Region, such as `centralus`. A change creates another account and moves no objects; with `deleteData: true`, the old account is
   * deleted with its objects. Write another `accountName` too, because an account that is kept keeps its name.
   *
   * @default the region of the cluster
   */
  readonly location?: pulumi.Input<string>;
  /**
   * Whether objects are on solid-state disks, for short answers (`Premium_LRS`). If false, they are on cheaper disks in three zones
   * (`Standard_ZRS`). It cannot be changed later.
   *
   * @default true
   */
  readonly premium?: boolean;
  /**
   * Days for which replaced and deleted objects are kept at least, from 1 to 365.
   *
   * @default 30
   */
  readonly noncurrentDays?: pulumi.Input<number>;
  /**
   * Whether pods log in by workload identity, without the account's key. Pods that Pachyderm starts for pipelines need the label
   * `azure.workload.identity/use: "true"`, which its chart cannot set: write it in the defaults of pipelines (`metadata.labels`).
   * Without it they cannot reach the container.
   *
   * @default false; pods log in with the key of the account, which is a secret
   */
  readonly workloadIdentity?: boolean;
  /**
   * Path inside the container below which everything is kept: `team-a/`.
   *
   * @default none; everything is at the top of the container
   */
  readonly prefix?: pulumi.Input<string>;
}
