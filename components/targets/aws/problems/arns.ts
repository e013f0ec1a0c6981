import type { Check } from "../../../shared/checks";
import { REGION } from "./formats";

/** `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`, … */
const PARTITION = "aws(?:-[a-z]+)*";
/** A name, optionally after a path: `admin`, `teams/ml/admin`. */
const PATH_AND_NAME = "(?:[!-~]*/)?[\\w+=,.@-]{1,64}";
const SESSION = new RegExp(`^arn:(${PARTITION}):sts::(\\d{12}):assumed-role/([\\w+=,.@-]+)/.+$`);

/** ARN of an IAM identity of one of these kinds. `aws sts get-caller-identity` prints a session's ARN instead of its role's. */
const iamArn = (kinds: string[]): Check => {
  const pattern = new RegExp(`^arn:${PARTITION}:iam::\\d{12}:(?:${kinds.join("|")})/${PATH_AND_NAME}$`);
  return (value) => {
    if (pattern.test(value)) return undefined;
    const [, partition, account, role] = SESSION.exec(value) ?? [];
    return partition === undefined || account === undefined || role === undefined
      ? `is not the ARN of an IAM ${kinds.join(" or ")}, such as arn:aws:iam::111122223333:role/admin`
      : `is the ARN of a session; write the ARN of its role, arn:${partition}:iam::${account}:role/${role} (with its path, if it has one)`;
  };
};

/**
 * The partitions and their regions: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html,
 * and `regionRegex` of each partition in the endpoint rules of the AWS SDKs.
 */
const PARTITIONS: Readonly<Record<string, RegExp>> = {
  aws: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d$/,
  "aws-cn": /^cn-/,
  "aws-us-gov": /^us-gov-/,
  "aws-eusc": /^eusc-/,
  "aws-iso": /^us-iso-/,
  "aws-iso-b": /^us-isob-/,
  "aws-iso-e": /^eu-isoe-/,
  "aws-iso-f": /^us-isof-/,
};

/** The partition of a region; undefined for a region that is not in the table. */
export const partitionOf = (region: string | undefined): string | undefined =>
  Object.entries(PARTITIONS).find(([, regions]) => regions.test(region ?? ""))?.[0];

/** An ARN in the partition of a region: another partition does not know the identity or key. */
const inPartitionOf =
  (region: string | undefined, what: string): Check =>
  (arn) => {
    const [found, wanted] = [arn.split(":")[1] ?? "", partitionOf(region)];
    return wanted === undefined || found === wanted
      ? undefined
      : `is not in the partition of the region; write the ARN of ${what} in the partition of ${String(region)}, which starts with arn:${wanted}:`;
  };

/** ARN of an IAM role; in the partition of the cluster's region, if that is known. */
export const roleArn =
  (clusterRegion?: string): Check =>
  (value) =>
    iamArn(["role"])(value) ?? inPartitionOf(clusterRegion, "an identity")(value);

/** ARN of an IAM role or user; in the partition of the cluster's region, if that is known. */
export const principalArn =
  (clusterRegion?: string): Check =>
  (value) =>
    iamArn(["role", "user"])(value) ?? inPartitionOf(clusterRegion, "an identity")(value);

const KEY_ID = "(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})";
const KMS_ARN = new RegExp(`^arn:${PARTITION}:kms:(${REGION}):\\d{12}:(?:key/${KEY_ID}|(alias)/.+)$`);

/** ARN of a KMS key; in the region of what it encrypts, if that is known: AWS refuses a key of another region. */
export const kmsKeyArn =
  (region?: string, encrypted = "the cluster"): Check =>
  (value) => {
    const [arn, keyRegion, alias] = KMS_ARN.exec(value) ?? [];
    if (arn === undefined || keyRegion === undefined) {
      return "is not the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    }
    // The key of a cluster can never be changed, but the key behind an alias can; and a policy cannot allow an alias.
    if (alias !== undefined)
      return "is the ARN of an alias, which can later point to another key; write the ARN of the key";
    if (region === undefined || keyRegion === region) return inPartitionOf(keyRegion, "a key")(value);
    return `is a key of another region than ${encrypted}; write a key in ${region}`;
  };
