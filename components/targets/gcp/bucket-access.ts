import { Account } from "@pulumi/gcp/serviceaccount/account";
import { IAMMember } from "@pulumi/gcp/serviceaccount/iammember";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomString } from "@pulumi/random/randomString";
import type { ServiceAccount } from "../dns-roles";
import type { CreatedStore, StoreRequest } from "../object-stores";
import type { Project, StoreOptions } from "./bucket";
import type { GcsStoreArgs } from "./bucket-args";
import { BUCKET_PART } from "./problems/bucket";

/** Reading, writing, listing and deleting objects of one bucket. It gives no right to change the bucket. */
const OBJECT_USER = "roles/storage.objectUser";
const IMPERSONATE = "roles/iam.workloadIdentityUser";

/** How pods reach the bucket. */
type Access = Pick<CreatedStore, "annotations" | "identities"> & { readonly grants: readonly pulumi.Resource[] };

type Request = StoreRequest<GcsStoreArgs>;

/** In the plan, a grant is named after the service account that gets it. */
const grantName = (name: string, account: ServiceAccount): string =>
  `${name}${BUCKET_PART}-${account.namespace}/${account.name}`;

/**
 * Lets each service account use the bucket itself. A project has the pool of its clusters' service accounts only after its first
 * cluster; the members depend on the cluster, because its identity does.
 */
export function grantToPods(
  { name, identity, accounts }: Request,
  bucket: pulumi.Output<string>,
  opts: StoreOptions,
): Access {
  const principals = accounts.map((account) => ({
    account,
    member: identity.apply(
      ({ projectNumber = "", pool = "" }) =>
        `principal://iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${pool}/subject/ns/${account.namespace}/sa/${account.name}`,
    ),
  }));
  return {
    annotations: {},
    identities: Object.fromEntries(principals.map(({ account, member }) => [account.name, member])),
    grants: principals.map(
      ({ account, member }) =>
        new BucketIAMMember(grantName(name, account), { bucket, role: OBJECT_USER, member }, opts),
    ),
  };
}

/** Lets a new Google service account use the bucket, and exactly these service accounts act as it. */
export function grantToAccount(
  { name, identity, accounts }: Request,
  bucket: pulumi.Output<string>,
  project: Project,
  opts: StoreOptions,
): Access {
  const own = `${name}${BUCKET_PART}`;
  const random = new RandomProvider(`${own}-random`, {}, { parent: opts.parent });
  const { result: suffix } = new RandomString(
    `${own}-suffix`,
    { length: 6, special: false, upper: false },
    { parent: opts.parent, provider: random },
  );
  const account = new Account(
    own,
    {
      ...(project !== undefined && { project }),
      accountId: pulumi.interpolate`${name}-${suffix}`,
      displayName: `Pods of ${name}`,
    },
    opts,
  );
  const users = accounts.map(
    (user) =>
      new IAMMember(
        grantName(name, user),
        {
          serviceAccountId: account.name,
          role: IMPERSONATE,
          member: identity.apply(({ pool = "" }) => `serviceAccount:${pool}[${user.namespace}/${user.name}]`),
        },
        opts,
      ),
  );
  return {
    annotations: { "iam.gke.io/gcp-service-account": account.email },
    identities: Object.fromEntries(accounts.map((user) => [user.name, account.email])),
    grants: [new BucketIAMMember(own, { bucket, role: OBJECT_USER, member: account.member }, opts), ...users],
  };
}
