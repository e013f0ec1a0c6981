import type { Properties } from "../../property-values";
import { matching, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { type GcpCloud, GcpError } from "../gcp-cloud";
import { gcpType, type GcpType } from "../gcp-type";
import { isAccount } from "./service-account";

export const PROJECT_MEMBER = "gcp:projects/iAMMember:IAMMember";
export const KEY_MEMBER = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember";

/** Roles that this package grants (IAM documentation, "Basic and predefined roles"). */
const ROLES = [
  "roles/artifactregistry.reader",
  "roles/cloudkms.cryptoKeyEncrypterDecrypter",
  "roles/container.clusterViewer",
  "roles/container.defaultNodeServiceAccount",
];
const role = text({
  required: true,
  replaces: true,
  rule: (value) => (ROLES.includes(value) ? undefined : `Role ${value} is not supported for this resource`),
});
const member = text({
  required: true,
  replaces: true,
  rule: matching(/^(?:user|group|serviceAccount|domain):\S+$/, "expected a principal such as user:a@example.org"),
});

/** A service account must exist when it gets a role (IAM API reference, setIamPolicy). */
async function checkMember(cloud: GcpCloud, inputs: Properties): Promise<void> {
  const [kind, email = ""] = textAt(inputs, "member").split(":");
  const isOfGoogle = /@(?:container-engine-robot|gs-project-accounts)\.iam\.gserviceaccount\.com$/.test(email);
  if (kind !== "serviceAccount" || isOfGoogle) return;
  if (await cloud.eventually(() => isAccount(cloud, email))) return;
  throw new GcpError(400, `Service account ${email} does not exist.`);
}

export const projectMember: GcpType = gcpType(
  {
    title: "IAMMember",
    inputs: { role, member },
    outputs: ["etag"],
    async create(cloud, inputs) {
      await checkMember(cloud, inputs);
      // The provider writes members in lower case, so two that differ in case only are one (iamMemberCaseDiffSuppress).
      const id = `${textAt(inputs, "project")}/${textAt(inputs, "role")}/${textAt(inputs, "member").toLowerCase()}`;
      return { id, outputs: { etag: cloud.hash() } };
    },
  },
  "cloudresourcemanager",
);

/** A key does not say its project. */
export const keyMember: GcpType = {
  title: "CryptoKeyIAMMember",
  inputs: { cryptoKeyId: text({ required: true, replaces: true }), role, member },
  outputs: ["etag"],
  async create(cloud, inputs) {
    const key = textAt(inputs, "cryptoKeyId");
    if (!cloud.keys.has(key)) throw new GcpError(404, `CryptoKey ${key} not found.`);
    await checkMember(cloud, inputs);
    return { id: `${key}/${textAt(inputs, "role")}/${textAt(inputs, "member")}`, outputs: { etag: cloud.hash() } };
  },
};

/** Whether a principal has a role in the project, or on a key. */
export const hasRole = (cloud: GcpCloud, wantedMember: string, wantedRole: string, key?: string): boolean =>
  cloud
    .resources(key === undefined ? PROJECT_MEMBER : KEY_MEMBER)
    .some(
      ({ inputs }) =>
        textAt(inputs, "member").toLowerCase() === wantedMember.toLowerCase() &&
        textAt(inputs, "role") === wantedRole &&
        (key === undefined || textAt(inputs, "cryptoKeyId") === key),
    );
