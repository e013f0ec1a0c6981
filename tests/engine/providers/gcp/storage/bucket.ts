import type { Properties } from "../../property-values";
import { objectAt, stringAt } from "../../property-values";
import { flag, list, number, object, oneOf, text, texts } from "../../cloud/shape";
import { flagAt, textAt } from "../../cloud/values";
import { type GcpCloud, GcpError } from "../gcp-cloud";
import { gcpType } from "../gcp-type";
import { hasRole } from "../iam/members";

export const BUCKET = "gcp:storage/bucket:Bucket";
const ENCRYPT = "roles/cloudkms.cryptoKeyEncrypterDecrypter";

/** Cloud Storage documentation, "About Cloud Storage buckets": naming. Names with dots need a proof for the domain. */
function nameRule(value: string): string | undefined {
  const isName = /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/.test(value) && !/^goog|g[o0]{2}gle/.test(value);
  return isName ? undefined : `name "${value}": must be 3 to 63 characters of a-z, 0-9, - and _`;
}

/** Fields that replace: terraform-provider-google 7, resource_storage_bucket.go. */
export const bucket = gcpType(
  {
    title: "Bucket",
    inputs: {
      name: text({ replaces: true, rule: nameRule }),
      location: text({ required: true, replaces: true }),
      forceDestroy: flag(),
      labels: texts(),
      uniformBucketLevelAccess: flag({ computed: true }),
      publicAccessPrevention: oneOf(["enforced", "inherited"], { computed: true }),
      versioning: object({ enabled: flag({ required: true }) }, { computed: true }),
      softDeletePolicy: object({ retentionDurationSeconds: number() }, { computed: true }),
      encryption: object({ defaultKmsKeyName: text({ required: true }) }),
      lifecycleRules: list(
        object({
          action: object({ type: oneOf(["Delete", "AbortIncompleteMultipartUpload"], { required: true }) }),
          condition: object({
            age: number(),
            daysSinceNoncurrentTime: number(),
            withState: oneOf(["LIVE", "ARCHIVED", "ANY"], { computed: true }),
          }),
        }),
      ),
    },
    autoname: { property: "name", maxLength: 63 },
    outputs: ["url", "selfLink", "projectNumber"],
    create(cloud, inputs) {
      const name = textAt(inputs, "name");
      if (cloud.find(BUCKET, name) || cloud.foreignBuckets.has(name)) {
        const reason =
          "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.";
        throw new GcpError(409, reason, "conflict");
      }
      checkKey(cloud, inputs);
      checkRules(inputs);
      cloud.objects.set(name, []);
      return {
        id: name,
        inputs: { uniformBucketLevelAccess: false, publicAccessPrevention: "inherited" },
        outputs: { url: `gs://${name}`, selfLink: `https://www.googleapis.com/storage/v1/b/${name}`, projectNumber: 1 },
      };
    },
    // What only the provider knows is not read back (resourceStorageBucketStateImporter), and labels are only those that the state has
    // (tpgresource.SetLabels). The API writes locations in capitals,
    // which the provider takes for the same.
    imported(_cloud, resource) {
      const { labels: _, ...inputs } = resource.inputs;
      resource.inputs = { ...inputs, forceDestroy: false };
    },
    update(cloud, _bucket, news) {
      checkKey(cloud, news);
      checkRules(news);
    },
    delete(cloud, { id, inputs }) {
      if (!flagAt(inputs, "forceDestroy") && (cloud.objects.get(id) ?? []).length > 0) {
        throw new Error(`Error trying to delete bucket ${id} containing objects without force_destroy set to true`);
      }
      cloud.objects.delete(id);
    },
  },
  "storage",
);

/** The account by which Cloud Storage uses keys of a project. */
export const agentOf = (cloud: GcpCloud): string =>
  `service-${cloud.projectNumber}@gs-project-accounts.iam.gserviceaccount.com`;

/** Cloud Storage documentation, "Use customer-managed encryption keys": the key is in the bucket's location, and the agent may use it. */
function checkKey(cloud: GcpCloud, inputs: Properties): void {
  const key = stringAt(inputs.encryption, "defaultKmsKeyName");
  if (key === undefined) return;
  const location = textAt(inputs, "location").toLowerCase();
  if (!key.includes(`/locations/${location === "eu" ? "europe" : location}/`)) {
    throw new GcpError(400, `The KMS key ${key} is not in the location of the bucket`, "invalid");
  }
  const member = `serviceAccount:${agentOf(cloud)}`;
  if (hasRole(cloud, member, ENCRYPT, key)) return;
  const reason = `Permission denied on Cloud KMS key. Please ensure that your Cloud Storage service account has been authorized to use this key.`;
  throw new GcpError(403, reason);
}

/** Cloud Storage documentation, "Object Lifecycle Management": only age and names may decide about incomplete uploads. */
function checkRules(inputs: Properties): void {
  const rules = Array.isArray(inputs.lifecycleRules) ? inputs.lifecycleRules : [];
  for (const rule of rules) {
    const { type } = objectAt(rule, "action");
    const condition = objectAt(rule, "condition");
    const states = [condition.daysSinceNoncurrentTime, condition.withState].filter((one) => one !== undefined);
    if (type === "AbortIncompleteMultipartUpload" && states.length > 0) {
      throw new GcpError(400, "Invalid lifecycle condition for the action AbortIncompleteMultipartUpload.", "invalid");
    }
  }
}
