import { checked, checkedCount, type Check } from "../../../shared/checks";
import { whenKnown } from "../../../shared/deferred";
import type { WorkloadIdentity } from "../../../shared/facts";
import { isDeferred, problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { plainFact } from "../../../shared/known-facts";
import type { StoreCheck } from "../../object-stores";
import type { S3StoreArgs } from "../bucket-args";
import { providerIn } from "../pods-provider";
import { AUTONAME } from "../spec";
import { stackSettingProblems, stackTags } from "../stack-settings";
import { kmsKeyArn, partitionOf } from "./arns";
import { region, roleName } from "./formats";
import { labelProblems, labelsWithTagsProblems } from "./tags";

const FORM = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, of 2026-11. */
const RESERVED = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/;

/** Name of a bucket that pods reach over TLS. */
export const bucketName: Check = (value) => {
  const [, inside] = /^(?:s3:\/\/|arn:[a-z-]+:s3:::)([^/]+)/.exec(value) ?? [];
  if (inside !== undefined) return `is not the bucket's name alone; write ${inside}`;
  const dashed = value.replaceAll(".", "-");
  if (dashed !== value && FORM.test(dashed)) {
    return `contains a dot, and the TLS certificate of S3 does not match the host name of such a bucket; write ${dashed}, if you may choose the name`;
  }
  if (!FORM.test(value)) {
    return "is not the name of an S3 bucket; use 3 to 63 characters: a-z, 0-9 and '-', with a letter or digit at both ends";
  }
  const [, start, end] = RESERVED.exec(value) ?? [];
  if (start !== undefined) return `starts with ${start}, which is reserved for AWS; use another name`;
  return end === undefined ? undefined : `ends with ${end}, which is reserved for AWS; use another name`;
};

/** What is appended to the name of the component in names of the bucket and its role. */
export const BUCKET_PART = "-bucket";
const ADDED = BUCKET_PART.length + AUTONAME;

/** The name of a component from which the provider forms the name of a bucket, in lower case. */
const startOfBucketName: Check = (value) => {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(value) || RESERVED.test(value.toLowerCase())) {
    return "cannot start the name of an S3 bucket; use letters, digits and '-' with a letter or digit first, or write the bucket's name";
  }
  const most = 63 - ADDED;
  return value.length <= most
    ? undefined
    : `is too long for the name of an S3 bucket; use at most ${String(most)} characters (63, of which ${String(ADDED)} are added), or write the bucket's name`;
};

/** The form of each input. */
export const bucketFieldProblems = (path: string, block: S3StoreArgs): Problem[] => [
  ...checked(`${path}.bucket`, block.bucket, bucketName),
  ...checked(`${path}.region`, block.region, region),
  ...checked(`${path}.kmsKeyArn`, block.kmsKeyArn, kmsKeyArn()),
  ...checkedCount(`${path}.noncurrentDays`, block.noncurrentDays, 1),
];

/** Missing inputs, inputs without effect, and rules across inputs. */
export function bucketRuleProblems(check: StoreCheck<S3StoreArgs>): Problem[] {
  const { name, block, path, cluster, adopt, labels } = check;
  const { bucket, create = true, noncurrentDays } = block;
  const known = plainFact(cluster, "region");
  const clusterRegion = known.known ? known.value : undefined;
  return [
    ...checked(
      "name",
      name,
      (value) => (create && bucket === undefined ? startOfBucketName(value) : undefined) ?? roleName(ADDED)(value),
    ),
    ...problemIf(
      !create && bucket === undefined,
      `${path}.bucket`,
      "is missing. Write the name of the bucket that exists, or leave create out.",
    ),
    ...problemIf(
      !create && noncurrentDays !== undefined,
      `${path}.noncurrentDays`,
      "has no effect, because create is false and a bucket that exists is never changed. Leave it out.",
    ),
    ...problemIf(
      create && adopt && bucket === undefined,
      `${path}.bucket`,
      "is missing, and adopt takes back the bucket of this name. Write it, as the output bucketName had it.",
    ),
    ...problemIf(
      create && adopt && isDeferred(bucket),
      `${path}.bucket`,
      "is an output, and Pulumi can take back a bucket only by a name that is known. Write the name as plain text.",
    ),
    ...problemIf(
      block.region === undefined && clusterRegion !== undefined && region(clusterRegion) !== undefined,
      `${path}.region`,
      `is missing, and the cluster is in ${shown(clusterRegion)}, which is no AWS region. Write the region of the bucket, such as us-east-1.`,
    ),
    ...whenKnown(block.region ?? clusterRegion, (known) =>
      checked(`${path}.kmsKeyArn`, block.kmsKeyArn, kmsKeyArn(known, "the bucket")),
    ),
    ...labelProblems("labels", labels),
    ...stackProblems(check),
  ];
}

/** What is wrong with `aws:…` in the stack's config, of which the provider is made if the caller passed none. */
function stackProblems({ labels, opts }: StoreCheck<S3StoreArgs>): Problem[] {
  if (providerIn(opts, "aws:s3/bucket:Bucket") !== undefined) return [];
  const problems = stackSettingProblems();
  return problems.length > 0 || labelProblems("labels", labels).length > 0
    ? problems
    : labelsWithTagsProblems(labels, stackTags());
}

/** What the cluster's identity lacks for a role of its pods. */
export const bucketIdentityProblems = (
  path: string,
  block: S3StoreArgs,
  { oidcIssuer, providerArn }: WorkloadIdentity = {},
): Problem[] =>
  oidcIssuer === undefined || providerArn === undefined
    ? [
        {
          path,
          reason:
            "needs a role for the pods, and none can be created: cluster.identity has no OIDC issuer of the cluster with its IAM provider. Write oidcIssuer and providerArn in cluster.identity.",
        },
      ]
    : whenKnown(block.region, (known, show) => {
        const partition = providerArn.split(":")[1] ?? "";
        const isOther = partitionOf(known) !== undefined && partitionOf(known) !== partition;
        const reason = `${show(known, `${path}.region`)} is not in the partition of the cluster (${partition}), so its pods cannot log in there. Write a region of ${partition}.`;
        return problemIf(isOther, `${path}.region`, reason);
      });
