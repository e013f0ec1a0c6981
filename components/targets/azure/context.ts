import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomString } from "@pulumi/random/randomString";
import { inheritedProvider } from "../../shared/provider";
import type { ClusterRequest } from "../target";
import type { AzureClusterArgs } from "./args";
import { locationSpec } from "./spec";
import { ambientLocation, stackSettings } from "./stack-settings";

/** What all cloud resources of one cluster share. */
export interface AzureContext {
  /** Options of each resource: its parent and its Azure provider. */
  readonly opts: { readonly parent: pulumi.Resource; readonly provider: pulumi.ProviderResource };
  /** Name of the resource group. */
  readonly resourceGroupName: pulumi.Output<string>;
  /** Id of the resource group if it is created here, so that nothing but this cluster is in it. */
  readonly ownGroupId: pulumi.Output<string> | undefined;
  readonly location: string;
  /** The component's name with six letters and digits that make it unique. Most resources have this name. */
  readonly uniqueName: pulumi.Output<string>;
  readonly subscriptionId: pulumi.Output<string>;
  readonly tenantId: pulumi.Output<string>;
  /** Object id of whoever runs Pulumi. */
  readonly creatorId: pulumi.Output<string>;
  /** Tags of every resource that can have them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Uses the Azure provider that was passed, or creates one from the stack's config; and the resource group likewise. */
export function azureContext(
  { name, block, spec, opts: given }: ClusterRequest<AzureClusterArgs>,
  parent: pulumi.ComponentResource,
): AzureContext {
  const passed = parent.getProvider(CLUSTER);
  const provider = passed ?? new Provider(`${name}-azure`, stackSettings(), { parent });
  const opts = { parent, provider };
  const random = new RandomProvider(`${name}-random`, {}, { parent });
  const suffix = new RandomString(
    `${name}-suffix`,
    { length: 6, special: false, upper: false },
    { parent, provider: random },
  );
  const uniqueName = pulumi.interpolate`${name}-${suffix.result}`;
  const location = locationSpec(locationOf(block, given));
  const client = getClientConfigOutput(opts);
  const ownGroup =
    block.resourceGroupName === undefined
      ? new ResourceGroup(name, { resourceGroupName: uniqueName, location, tags: spec.tags }, opts)
      : undefined;
  return {
    opts,
    resourceGroupName: pulumi.output(block.resourceGroupName ?? ownGroup?.name ?? ""),
    ownGroupId: ownGroup?.id,
    location,
    uniqueName,
    subscriptionId: client.subscriptionId,
    tenantId: client.tenantId,
    creatorId: client.objectId,
    tags: spec.tags,
  };
}

/** The provider that the caller passed. */
export const givenProvider = (opts: pulumi.ComponentResourceOptions | undefined): pulumi.ProviderResource | undefined =>
  inheritedProvider(opts, CLUSTER, (candidate) => Provider.isInstance(candidate));

const CLUSTER = "azure-native:containerservice:ManagedCluster";

/** Where the cluster is: as the block says, else as the stack's config says. A passed provider has its own config. */
export const locationOf = (
  block: AzureClusterArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): string | undefined => block.location ?? (givenProvider(opts) === undefined ? ambientLocation() : undefined);
