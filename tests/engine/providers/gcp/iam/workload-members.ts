import { text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import type { Properties } from "../../property-values";
import { type GcpCloud, GcpError } from "../gcp-cloud";
import type { GcpType } from "../gcp-type";
import { ACCOUNT, isAccount } from "./service-account";

const CLUSTER = "gcp:container/cluster:Cluster";
const PRINCIPAL =
  /^principal:\/\/iam\.googleapis\.com\/projects\/(\d+)\/locations\/global\/workloadIdentityPools\/([^/]+)\/subject\/ns\/[a-z0-9-]+\/sa\/[a-z0-9.-]+$/;
const IMPERSONATOR = /^serviceAccount:([^[\]]+)\[[a-z0-9-]+\/[a-z0-9.-]+\]$/;
const given = text({ required: true, replaces: true });

/** Cloud Storage and IAM documentation, "Roles": those that this package grants on a bucket and on a service account. */
const BUCKET_ROLES = ["roles/storage.objectUser"];
const ACCOUNT_ROLES = ["roles/iam.workloadIdentityUser"];

/** Who may use a bucket. The id is that of terraform-provider-google 7, iam_storage_bucket.go. */
export const bucketMember: GcpType = {
  title: "BucketIAMMember",
  inputs: { bucket: given, role: given, member: given },
  outputs: ["etag"],
  async create(cloud, inputs) {
    const [bucket, role, member] = [textAt(inputs, "bucket"), textAt(inputs, "role"), textAt(inputs, "member")];
    if (!cloud.objects.has(bucket)) throw new GcpError(404, "The specified bucket does not exist.");
    checkRole(role, BUCKET_ROLES);
    await checkMember(cloud, member);
    return { id: `b/${bucket}/${role}/${member}`, outputs: { etag: cloud.hash() } };
  },
};

/** Who may act as a service account. */
export const accountMember: GcpType = {
  title: "ServiceAccountIAMMember",
  inputs: { serviceAccountId: given, role: given, member: given },
  outputs: ["etag"],
  create(cloud, inputs) {
    const [account, role, member] = ["serviceAccountId", "role", "member"].map((key) => textAt(inputs, key));
    if (!cloud.find(ACCOUNT, account ?? "")) throw new GcpError(404, `Unknown service account ${account ?? ""}`);
    checkRole(role ?? "", ACCOUNT_ROLES);
    const [, pool] = IMPERSONATOR.exec(member ?? "") ?? [];
    if (pool === undefined) throw notAMember(member ?? "");
    checkPool(cloud, pool);
    return { id: `${account ?? ""}/${role ?? ""}/${member ?? ""}`, outputs: { etag: cloud.hash() } };
  },
};

function checkRole(role: string, roles: readonly string[]): void {
  if (!roles.includes(role)) throw new GcpError(400, `Role ${role} is not supported for this resource.`);
}

async function checkMember(cloud: GcpCloud, member: string): Promise<void> {
  const [, number, pool = ""] = PRINCIPAL.exec(member) ?? [];
  if (number !== undefined) {
    if (number !== cloud.projectNumber) throw new GcpError(400, `Invalid principal ${member}: no project ${number}.`);
    checkPool(cloud, pool);
    return;
  }
  const [kind, email = ""] = member.split(":");
  if (kind !== "serviceAccount") throw notAMember(member);
  if (await cloud.eventually(() => isAccount(cloud, email))) return;
  throw new GcpError(400, `Service account ${email} does not exist.`);
}

const notAMember = (member: string): GcpError => new GcpError(400, `Invalid member ${member}.`);

/** GKE documentation, "About Workload Identity Federation for GKE": the pool comes with the project's first cluster that uses it. */
function checkPool(cloud: GcpCloud, pool: string): void {
  const hasPool = (inputs: Properties) =>
    inputs.enableAutopilot === true || textAt(inputs.workloadIdentityConfig, "workloadPool") === pool;
  const exists =
    pool === `${cloud.project}.svc.id.goog` && cloud.resources(CLUSTER).some(({ inputs }) => hasPool(inputs));
  if (!exists) throw new GcpError(400, `Identity Pool does not exist (${pool}).`);
}
