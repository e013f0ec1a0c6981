import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import { Provider as GcpProvider } from "@pulumi/gcp/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts, MlCluster, PachydermStoreArgs } from "../../../components";
import type { DeployOptions } from "../../helpers/deploy";
import { clusterFacts } from "../platform";
import { withSeed } from "./pachyderm";

type Blocks = Pick<PachydermStoreArgs, "s3" | "gcs" | "azureBlob" | "seaweedFs" | "s3Compatible" | "local">;

/** A store, and the cluster that it needs. */
interface Sample {
  readonly block: Blocks;
  readonly facts: (cluster: MlCluster) => ClusterFacts;
}

/** Facts of a cluster in a cloud. Its identifier is that of the tests' cluster. */
const inCloud =
  (facts: Partial<ClusterFacts>) =>
  (_cluster?: MlCluster): ClusterFacts => ({
    ...clusterFacts,
    kubernetesVersion: "1.35",
    internalLoadBalancerAnnotations: {},
    ...facts,
  });

const ISSUER = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF";

/** Clusters whose pods can log in to their cloud. */
export const ON_AWS = inCloud({
  region: "us-east-1",
  identity: {
    oidcIssuer: `https://${ISSUER}`,
    providerArn: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`,
  },
});
export const ON_GCP = inCloud({
  region: "us-central1",
  identity: { project: "ml-prod-123456", projectNumber: "123456789012", pool: "ml-prod-123456.svc.id.goog" },
});
export const ON_AZURE = inCloud({
  region: "centralus",
  identity: {
    oidcIssuer: "https://centralus.oic.prod-aks.azure.com/00000000-0000-4000-8000-000000000002/0a1b2c3d/",
    tenantId: "00000000-0000-4000-8000-000000000002",
    resourceGroup: "ml-x7k2p9",
  },
  privateSubnetIds: [],
});

export const MINIO = {
  endpoint: "https://minio.example.org:9000",
  bucket: "models",
  accessKeyId: "the-id",
  secretAccessKey: "the-key",
};

const anywhere = (cluster: MlCluster): ClusterFacts => cluster;

/** Every store, in each way in which pods log in. */
export const STORES = {
  "a bucket of S3": { block: { s3: {} }, facts: ON_AWS },
  "a bucket of Google Cloud": { block: { gcs: { prefix: "teams/ml" } }, facts: ON_GCP },
  "a Google service account": { block: { gcs: { serviceAccount: true } }, facts: ON_GCP },
  "a container of Azure": { block: { azureBlob: {} }, facts: ON_AZURE },
  "a container of Azure without a key": { block: { azureBlob: { workloadIdentity: true } }, facts: ON_AZURE },
  seaweedFs: { block: { seaweedFs: {} }, facts: anywhere },
  s3Compatible: { block: { s3Compatible: MINIO }, facts: anywhere },
  local: { block: { local: {} }, facts: anywhere },
} as const satisfies Record<string, Sample>;

/** What pods act as on AWS and Azure. */
export const ROLE = "arn:aws:iam::111122223333:role/pachyderm";
export const CLIENT = "00000000-0000-4000-8000-0000000000cc";

/** What clouds add to what is created. */
export const outputs: NonNullable<DeployOptions["outputs"]> = (type, name, inputs) => {
  switch (type) {
    case "aws:iam/role:Role":
      return { outputs: { name, arn: ROLE } };
    case "aws:s3/bucket:Bucket": {
      const bucket = textOr("pach-bucket-0a1b2c3", inputs["bucket"]);
      return { outputs: { bucket, region: "us-east-1", arn: `arn:aws:s3:::${bucket}` } };
    }
    case "gcp:storage/bucket:Bucket":
      return { outputs: { name: textOr("pach-bucket-0a1b2c3", inputs["name"]), location: "US-CENTRAL1" } };
    case "gcp:serviceaccount/account:Account": {
      const email = "pach-x7k2p9@ml-prod-123456.iam.gserviceaccount.com";
      return { outputs: { email, member: `serviceAccount:${email}`, name: `projects/p/serviceAccounts/${email}` } };
    }
    case "azure-native:storage:StorageAccount": {
      const account = textOr("", inputs["accountName"]);
      return {
        id: `/subscriptions/s/resourceGroups/g/providers/a/storageAccounts/${account}`,
        outputs: { name: account },
      };
    }
    case "azure-native:storage:BlobContainer":
      return { id: "/container", outputs: { name: inputs["containerName"] } };
    case "azure-native:managedidentity:UserAssignedIdentity":
      return { outputs: { name, clientId: CLIENT, principalId: "principal" } };
    case "random:index/randomString:RandomString":
      return { outputs: { result: "x7k2p9" } };
    default:
      return withSeed(type, name, inputs);
  }
};

const textOr = (otherwise: string, value: unknown): string => (typeof value === "string" ? value : otherwise);

/** The key of every storage account, as Azure answers. */
export const ACCOUNT_KEY = "c2VjcmV0LWtleQ==";

/** What clouds answer to what is asked on the way. */
export const answers: NonNullable<DeployOptions["answers"]> = (token, inputs) => {
  switch (token) {
    case "azure-native:storage:listStorageAccountKeys":
      return { keys: [{ keyName: "key1", value: ACCOUNT_KEY }, { keyName: "key2" }] };
    case "aws:index/getRegion:getRegion":
      return { region: "us-east-1" };
    case "aws:s3/getBucket:getBucket":
      return { ...inputs, arn: `arn:aws:s3:::${textOr("", inputs["bucket"])}`, bucketRegion: "us-east-1" };
    case "gcp:storage/getBucket:getBucket":
      return { ...inputs, location: "US-CENTRAL1" };
    case "azure-native:storage:getStorageAccount":
      return { location: "centralus" };
    case "azure-native:storage:getBlobContainer":
      return { id: "/container", name: inputs["containerName"] };
    case "azure-native:authorization:getClientConfig":
      return { subscriptionId: SUBSCRIPTION };
    default:
      return undefined;
  }
};

/** The subscription of the Azure provider. */
export const SUBSCRIPTION = "00000000-0000-4000-8000-000000000001";

const none = (): pulumi.ProviderResource[] => [];
const aws = () => [new AwsProvider("aws", { region: "us-east-1" })];
const gcp = () => [new GcpProvider("gcp", { project: "ml-prod-123456" })];
const azure = () => [new AzureProvider("azure", { subscriptionId: SUBSCRIPTION })];

/** The providers of the cloud that a store needs. */
export const PROVIDERS: Readonly<Record<keyof typeof STORES, () => pulumi.ProviderResource[]>> = {
  "a bucket of S3": aws,
  "a bucket of Google Cloud": gcp,
  "a Google service account": gcp,
  "a container of Azure": azure,
  "a container of Azure without a key": azure,
  seaweedFs: none,
  s3Compatible: none,
  local: none,
};
