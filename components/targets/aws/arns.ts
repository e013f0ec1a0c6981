import type { Check } from "../../shared/checks";
import { REGION } from "./formats";
import { partitionOf } from "./partition";

/** `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`, … */
const PARTITION = "aws(?:-[a-z]+)*";
/** A path, which is rare, and a name: `admin`, `teams/ml/admin`. */
const PATH_AND_NAME = "(?:[!-~]*/)?[\\w+=,.@-]{1,64}";
const SESSION = new RegExp(`^arn:(${PARTITION}):sts::(\\d{12}):assumed-role/([\\w+=,.@-]+)/.+$`);

/** ARN of an identity of one of these kinds. For a role, `aws sts get-caller-identity` prints that of a session. */
const iamArn = (kinds: string[]): Check => {
  const pattern = new RegExp(`^arn:${PARTITION}:iam::\\d{12}:(?:${kinds.join("|")})/${PATH_AND_NAME}$`);
  return (value) => {
    if (pattern.test(value)) return undefined;
    const [, partition, account, role] = SESSION.exec(value) ?? [];
    return partition === undefined || account === undefined || role === undefined
      ? `is not the ARN of an IAM ${kinds.join(" or ")}, such as arn:aws:iam::111122223333:role/admin`
      : `is a session of a role; write the role's own ARN, arn:${partition}:iam::${account}:role/${role} (with its path, if it has one)`;
  };
};

/** In the partition that the region belongs to: no identity or key is known in another one. */
const inPartitionOf =
  (region: string | undefined, what: string): Check =>
  (arn) => {
    const [found, wanted] = [arn.split(":")[1] ?? "", partitionOf(region)];
    return wanted === undefined || found === wanted
      ? undefined
      : `is of the partition ${found}, and ${String(region)} is in ${wanted}; write the ARN of ${what} there, which begins with arn:${wanted}:`;
  };

/** ARN of an IAM role, in the partition of the cluster's region where that is known. */
export const roleArn =
  (clusterRegion?: string): Check =>
  (value) =>
    iamArn(["role"])(value) ?? inPartitionOf(clusterRegion, "an identity")(value);

/** ARN of who may be given access to a cluster, an IAM role or user; the same of its partition. */
export const principalArn =
  (clusterRegion?: string): Check =>
  (value) =>
    iamArn(["role", "user"])(value) ?? inPartitionOf(clusterRegion, "an identity")(value);

const KEY_ID = "(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})";
const KMS_ARN = new RegExp(`^arn:${PARTITION}:kms:(${REGION}):\\d{12}:(?:key/${KEY_ID}|(alias)/.+)$`);

/** ARN of a KMS key, in the cluster's region where that is known: EKS takes no key of another. */
export const kmsKeyArn =
  (clusterRegion?: string): Check =>
  (value) => {
    const [arn, keyRegion, alias] = KMS_ARN.exec(value) ?? [];
    if (arn === undefined || keyRegion === undefined) {
      return "is not the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    }
    // The key of a cluster can never be changed, what an alias stands for can.
    if (alias !== undefined)
      return "names an alias, which may come to mean another key; write the ARN of the key itself";
    if (clusterRegion === undefined || keyRegion === clusterRegion) return inPartitionOf(keyRegion, "a key")(value);
    return `is a key of ${keyRegion}, and the cluster is in ${clusterRegion}; use a key of the cluster's region`;
  };
