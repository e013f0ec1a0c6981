import * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "../../../../../components";
import { refuse } from "../../../../../components/shared/invalid-args";
import type { AzureBlobStoreArgs } from "../../../../../components/targets/azure/bucket-args";
import { objectStore } from "../../../../../components/targets/azure/object-store";
import type { CreatedStore } from "../../../../../components/targets/object-stores";
import type { PlainValue } from "../../../../../recorder/graph";
import { deploy, type Deployed, type DeployOptions } from "../../../../helpers/deploy";
import { clusterFacts } from "../../../platform";
import { SUBSCRIPTION } from "../aks";

/** How pods of the cluster log in. */
export const IDENTITY = {
  oidcIssuer: "https://centralus.oic.prod-aks.azure.com/00000000-0000-4000-8000-000000000002/0a1b2c3d/",
  tenantId: "00000000-0000-4000-8000-000000000002",
  resourceGroup: "ml-x7k2p9",
};

/** The service accounts of Pachyderm. */
export const ACCOUNTS = ["pachyderm", "pachyderm-worker"].map((name) => ({ namespace: "pachyderm", name }));

export const SUBNET = `${SUBSCRIPTION}/resourceGroups/ml-x7k2p9/providers/Microsoft.Network/virtualNetworks/ml-x7k2p9/subnets/nodes`;

/** The id of a storage account. */
export const accountId = (account: string, group = account): string =>
  `${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${account}`;

/** What a test says of a store; the rest is as usual. */
export interface StoreSample {
  readonly name?: string;
  readonly block?: AzureBlobStoreArgs;
  readonly cluster?: Partial<ClusterFacts>;
  readonly adopt?: boolean;
  readonly keepData?: boolean;
  readonly labels?: Record<string, pulumi.Input<string>>;
}

/** A component with a container, which is checked and created as by components that keep objects. */
export class Store extends pulumi.ComponentResource {
  readonly created: CreatedStore;

  constructor(sample: StoreSample = {}, opts: pulumi.ComponentResourceOptions = {}) {
    const { name = "pachyderm", block = {}, adopt = false, keepData = true, labels = {} } = sample;
    const cluster: ClusterFacts = { ...clusterFacts, identity: IDENTITY, region: "centralus", ...sample.cluster };
    const { identity, privateSubnetIds = [SUBNET] } = cluster;
    refuse("Store", name, objectStore.fieldProblems("azureBlob", block));
    refuse("Store", name, [
      ...objectStore.ruleProblems({ name, block, path: "azureBlob", cluster, adopt, labels }),
      ...objectStore.identityProblems("azureBlob", block, identity as typeof IDENTITY),
    ]);
    super("test:index:Store", name, {}, opts);
    const request = {
      ...{ name, block, adopt, keepData, labels, accounts: ACCOUNTS },
      identity: pulumi.output(identity ?? {}),
      region: pulumi.output(cluster.region),
      subnetIds: pulumi.output(privateSubnetIds),
    };
    this.created = objectStore.create(request, this);
  }
}

const text = (value: PlainValue | undefined): string => (typeof value === "string" ? value : "");

/** What Azure would say of what was created. */
const outputs: DeployOptions["outputs"] = (type, name, inputs) => {
  const [group, account] = [text(inputs["resourceGroupName"]), text(inputs["accountName"])];
  switch (type) {
    case "random:index/randomString:RandomString":
      return { outputs: { result: "x7k2p9ab" } };
    case "azure-native:resources:ResourceGroup":
      return { id: `${SUBSCRIPTION}/resourceGroups/${group}`, outputs: { name: group } };
    case "azure-native:storage:StorageAccount":
      return { id: accountId(account, group), outputs: { name: account } };
    case "azure-native:storage:BlobContainer": {
      const container = text(inputs["containerName"]);
      const id = `${accountId(account, group)}/blobServices/default/containers/${container}`;
      return { id, outputs: { name: container } };
    }
    case "azure-native:managedidentity:UserAssignedIdentity":
      return {
        outputs: { name: `${name}0a1b2c3d`, clientId: `client-of-${name}`, principalId: `principal-of-${name}` },
      };
    default:
      return undefined;
  }
};

/** The key of every account. It is in no error and in no plain output. */
export const ACCOUNT_KEY = "c2VjcmV0LWtleQ==";

/** What Azure would say of what exists. */
export const answers: NonNullable<DeployOptions["answers"]> = (token, inputs) => {
  const [group, account] = [text(inputs["resourceGroupName"]), text(inputs["accountName"])];
  switch (token) {
    case "azure-native:authorization:getClientConfig":
      return { subscriptionId: SUBSCRIPTION.split("/").pop() };
    case "azure-native:network:getSubnet":
      return { serviceEndpoints: [{ service: "Microsoft.Storage" }] };
    case "azure-native:storage:listStorageAccountKeys":
      return { keys: [{ keyName: "key1", value: ACCOUNT_KEY }, { keyName: "key2" }] };
    case "azure-native:storage:getStorageAccount":
      return { id: accountId(account, group), name: account, location: "westeurope" };
    case "azure-native:storage:getBlobContainer": {
      const container = text(inputs["containerName"]);
      return { id: `${accountId(account, group)}/blobServices/default/containers/${container}`, name: container };
    }
    default:
      return undefined;
  }
};

/** A program that creates a store, and what the store returned. */
export const store = (sample: StoreSample = {}, options: DeployOptions = {}): Promise<Deployed> =>
  deploy(() => returned(new Store(sample).created), {
    ...(options.preview ? {} : { outputs, answers }),
    ...options,
  });

const returned = ({ dependsOn, ...rest }: CreatedStore) => ({
  ...rest,
  dependsOn: dependsOn.map(({ urn }) => urn.apply((known) => known.split("::").slice(2).join(" "))),
});
