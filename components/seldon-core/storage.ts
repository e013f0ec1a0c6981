import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { objectClaim, type Claim } from "../shared/claims";
import { checked, dns1123Subdomain, notEmpty, url, type Check } from "../shared/checks";
import { whenKnown } from "../shared/deferred";
import { problemIf, type Problem } from "../shared/invalid-args";
import { filled, oneOf } from "../shared/one-of";
import { ownValue } from "../shared/own-value";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import { labelled } from "../shared/values";
import type { SeldonCoreArgs } from "./args";
import { namespacesOfModels } from "./scope";
import type { SeldonSpec } from "./spec";
import type { StorageAzureBlobArgs, StorageCredentialsArgs, StorageGcsArgs, StorageS3Args } from "./storage-args";

/** Name of the Secrets that the component writes. */
const SECRET = "seldon-rclone-secret";

/** Resources that the chart fills in by default. */
const DEFAULTS = { requests: { cpu: "100m", memory: "100Mi" }, limits: { cpu: "1", memory: "1Gi" } };

const AT = "storageInitializer.credentials";

type Variables = Record<string, pulumi.Input<string> | undefined>;

/**
 * What rclone 1.59, which the image of the chart has, reads of each store. The name of a remote is the scheme of the model's URI. A variable
 * that is not given falls back to rclone's own default.
 */
const REMOTES = {
  s3: ({ accessKeyId, secretAccessKey, endpoint, region }: StorageS3Args): Variables => ({
    S3_TYPE: "s3",
    S3_PROVIDER: endpoint === undefined ? "AWS" : "Other",
    // rclone then leaves the choice to Amazon's SDK, which takes the role of the service account.
    S3_ENV_AUTH: String(accessKeyId === undefined),
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
    S3_ENDPOINT: endpoint,
    S3_REGION: region,
  }),
  gcs: ({ serviceAccountKey }: StorageGcsArgs): Variables => ({
    GS_TYPE: "google cloud storage",
    // The image reads public objects by default. Without a key, rclone takes the default credentials of the pod.
    GS_ANONYMOUS: "false",
    GS_SERVICE_ACCOUNT_CREDENTIALS: serviceAccountKey,
  }),
  azureBlob: ({ account, accountKey, sasUrl, managedIdentity }: StorageAzureBlobArgs): Variables => ({
    AZUREBLOB_TYPE: "azureblob",
    AZUREBLOB_ACCOUNT: account,
    AZUREBLOB_KEY: accountKey,
    AZUREBLOB_SAS_URL: sasUrl,
    AZUREBLOB_USE_MSI: managedIdentity === undefined ? undefined : "true",
    AZUREBLOB_MSI_CLIENT_ID: managedIdentity?.clientId,
  }),
};

/** The stores for which the caller gives credentials. */
const storesOf = ({ s3, gcs, azureBlob }: StorageCredentialsArgs) => ({ s3, gcs, azureBlob });

/** The Secret that models use unless they name another one. */
export const storageSecret = ({ storageInitializer }: SeldonCoreArgs): string | undefined => {
  const credentials = storageInitializer?.credentials;
  return credentials === undefined ? undefined : (credentials.existingSecret ?? SECRET);
};

/** The namespaces into which credentials are written. */
const secretNamespaces = ({ storageInitializer }: SeldonCoreArgs, spec: SeldonSpec): string[] =>
  filled(storesOf(storageInitializer?.credentials ?? {})).length === 0 ? [] : namespacesOfModels(spec);

export const storageClaims = (args: SeldonCoreArgs, spec: SeldonSpec): Claim[] =>
  secretNamespaces(args, spec).map((namespace) => objectClaim(`Secret ${namespace}/${SECRET}`, AT, "Rename that one."));

/** Writes the credentials into namespaces of models. */
export function createStorageSecrets(
  name: string,
  args: SeldonCoreArgs,
  spec: SeldonSpec,
  namespaces: Readonly<Record<string, pulumi.Output<string>>>,
  parent: pulumi.ComponentResource,
): Secret[] {
  const { s3, gcs, azureBlob } = args.storageInitializer?.credentials ?? {};
  const variables: Variables = {
    ...(s3 && REMOTES.s3(s3)),
    ...(gcs && REMOTES.gcs(gcs)),
    ...(azureBlob && REMOTES.azureBlob(azureBlob)),
  };
  const stringData = Object.fromEntries(
    Object.entries(variables).flatMap(([key, value]) =>
      value === undefined ? [] : [[`RCLONE_CONFIG_${key}`, pulumi.secret(value)] as const],
    ),
  );
  return secretNamespaces(args, spec).map(
    (namespace) =>
      new Secret(
        `${name}-storage-${namespace}`,
        {
          metadata: { name: SECRET, namespace: ownValue(namespaces, namespace) ?? namespace, ...labelled(spec.labels) },
          stringData,
        },
        { parent },
      ),
  );
}

/** What is wrong with single inputs. Nothing that may be a key is shown. */
export function storageFieldProblems({ storageInitializer }: SeldonCoreArgs): Problem[] {
  const { s3, gcs, azureBlob, existingSecret } = storageInitializer?.credentials ?? {};
  return [
    ...resourceFieldProblems("storageInitializer.resources", storageInitializer?.resources),
    ...checked(`${AT}.existingSecret`, existingSecret, dns1123Subdomain),
    ...hiddenProblems(`${AT}.s3.accessKeyId`, s3?.accessKeyId, key),
    ...hiddenProblems(`${AT}.s3.secretAccessKey`, s3?.secretAccessKey, key),
    ...checked(`${AT}.s3.endpoint`, s3?.endpoint, url("http", "https")),
    ...checked(`${AT}.s3.region`, s3?.region, notEmpty),
    ...hiddenProblems(`${AT}.gcs.serviceAccountKey`, gcs?.serviceAccountKey, serviceAccountKey),
    ...checked(`${AT}.azureBlob.account`, azureBlob?.account, account),
    ...hiddenProblems(`${AT}.azureBlob.accountKey`, azureBlob?.accountKey, accountKey),
    ...hiddenProblems(`${AT}.azureBlob.sasUrl`, azureBlob?.sasUrl, sasUrl),
    ...checked(`${AT}.azureBlob.managedIdentity.clientId`, azureBlob?.managedIdentity?.clientId, uuid),
  ];
}

/** What is wrong with credentials that do not fit together. */
export function storageProblems({ storageInitializer }: SeldonCoreArgs, spec: SeldonSpec): Problem[] {
  const resources = resourceProblems("storageInitializer.resources", storageInitializer?.resources, DEFAULTS);
  const credentials = storageInitializer?.credentials;
  if (credentials === undefined) return resources;
  const stores = filled(storesOf(credentials));
  return [
    ...resources,
    ...problemIf(
      stores.length === 0 && credentials.existingSecret === undefined,
      AT,
      "has no credentials. Fill s3, gcs or azureBlob, or write existingSecret; or leave it out.",
    ),
    ...problemIf(
      stores.length > 0 && credentials.existingSecret !== undefined,
      `${AT}.existingSecret`,
      `excludes ${stores.join(" and ")}, because a model reads one Secret. Add the variables to that Secret, or leave it out.`,
    ),
    ...problemIf(
      stores.length > 0 && namespacesOfModels(spec).length === 0,
      AT,
      "are written into the namespaces of modelNamespaces, and there is none. Write them there; or write existingSecret, and create it in each namespace.",
    ),
    ...s3Problems(credentials.s3),
    ...azureProblems(credentials.azureBlob),
  ];
}

function s3Problems({ accessKeyId, secretAccessKey, endpoint }: StorageS3Args = {}): Problem[] {
  const [hasId, hasKey] = [accessKeyId !== undefined, secretAccessKey !== undefined];
  const missing = hasId ? "secretAccessKey" : "accessKeyId";
  return [
    ...problemIf(
      hasId !== hasKey,
      `${AT}.s3.${missing}`,
      `is missing beside ${hasId ? "accessKeyId" : "secretAccessKey"}. Write both, or neither.`,
    ),
    ...problemIf(
      endpoint !== undefined && !hasId && !hasKey,
      `${AT}.s3.endpoint`,
      "needs accessKeyId and secretAccessKey, because only Amazon S3 knows the identity of pods. Write them.",
    ),
  ];
}

function azureProblems(azureBlob: StorageAzureBlobArgs | undefined): Problem[] {
  if (azureBlob === undefined) return [];
  const { account, accountKey, sasUrl, managedIdentity } = azureBlob;
  return [
    ...oneOf(`${AT}.azureBlob`, { accountKey, sasUrl, managedIdentity }, azureBlob),
    ...problemIf(
      sasUrl !== undefined && account !== undefined,
      `${AT}.azureBlob.account`,
      "has no effect, because sasUrl names the account. Leave it out.",
    ),
    ...problemIf(
      sasUrl === undefined && account === undefined,
      `${AT}.azureBlob.account`,
      "is missing. Write the name of the storage account.",
    ),
  ];
}

/** Checks a text that no error may show. */
const hiddenProblems = (path: string, value: pulumi.Input<string> | undefined, check: Check): Problem[] =>
  whenKnown(value, (known) => {
    const rule = check(known);
    return rule === undefined ? [] : [{ path, reason: `${rule}.` }];
  });

const key: Check = (value) =>
  /^[\x21-\x7e]+$/.test(value)
    ? undefined
    : "is empty, or has blanks or characters beyond ASCII. Write the key as it was issued";

const accountKey: Check = (value) =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(value) && value.length % 4 === 0
    ? undefined
    : "is not the key of a storage account, which is base64 text. Write it as Azure shows it";

const sasUrl: Check = (value) =>
  URL.canParse(value) && new URL(value).protocol === "https:" && new URL(value).searchParams.has("sig")
    ? undefined
    : "is not a URL with a shared access signature: https://… with a parameter sig. Write it as Azure shows it";

const serviceAccountKey: Check = (value) => {
  const wrong =
    'is not the key of a service account in JSON, with "type": "service_account". Write the text of the file';
  try {
    const { type } = JSON.parse(value) as { type?: unknown };
    return type === "service_account" ? undefined : wrong;
  } catch {
    return wrong;
  }
};

const account: Check = (value) =>
  /^[a-z0-9]{3,24}$/.test(value) ? undefined : "is not the name of a storage account: 3 to 24 of a-z and 0-9";

const uuid: Check = (value) =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? undefined : "is not a client id, which is a UUID";
