import { type Properties, isProperties, objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { type Shapes, between, document, flag, list, number, object, oneOf, text } from "../../cloud/shape";
import { flagAt, objectsAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { type AwsType, awsType } from "../aws-type";
import { neededBucket } from "./bucket";
import { documentRule } from "../iam/policy-document";
import { isPublic, policyProblem } from "./bucket-policy";

/**
 * A setting of a bucket. S3 has it once for each bucket and overwrites it, so that a second creation is no conflict (S3 API reference,
 * `Put…`).
 */
const setting = (
  title: string,
  inputs: Shapes,
  refuse: (cloud: AwsCloud, inputs: Properties) => void = () => undefined,
): AwsType =>
  awsType(
    {
      title,
      inputs: { bucket: text({ required: true, replaces: true }), ...inputs },
      outputs: [],
      create(cloud, given) {
        const { id } = neededBucket(cloud, textAt(given, "bucket"), textAt(given, "region"));
        refuse(cloud, given);
        return { id, outputs: {} };
      },
      update(cloud, { inputs }, news) {
        neededBucket(cloud, textAt(inputs, "bucket"), textAt(inputs, "region"));
        refuse(cloud, news);
      },
    },
    { untagged: true },
  );

const PUBLIC_ACCESS = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

export const bucketPublicAccessBlock = setting("S3 Bucket Public Access Block", {
  blockPublicAcls: flag({ default: false }),
  blockPublicPolicy: flag({ default: false }),
  ignorePublicAcls: flag({ default: false }),
  restrictPublicBuckets: flag({ default: false }),
});

export const bucketOwnershipControls = setting("S3 Bucket Ownership Controls", {
  rule: object(
    {
      objectOwnership: oneOf(["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"], { required: true }),
    },
    { required: true },
  ),
});

export const bucketVersioning = setting("S3 Bucket Versioning", {
  versioningConfiguration: object(
    { status: oneOf(["Enabled", "Suspended", "Disabled"], { required: true }) },
    { required: true },
  ),
});

export const bucketServerSideEncryptionConfiguration = setting(
  "S3 Bucket Server-side Encryption Configuration",
  {
    rules: list(
      object({
        applyServerSideEncryptionByDefault: object({
          kmsMasterKeyId: text(),
          sseAlgorithm: oneOf(["AES256", "aws:kms", "aws:kms:dsse"], { required: true }),
        }),
        bucketKeyEnabled: flag(),
      }),
      { required: true },
    ),
  },
  (_cloud, inputs) => {
    const [byDefault = {}] = objectsAt(inputs, "rules").map((rule) =>
      objectAt(rule, "applyServerSideEncryptionByDefault"),
    );
    if (textAt(byDefault, "kmsMasterKeyId") === "" || textAt(byDefault, "sseAlgorithm") !== "AES256") return;
    const reason = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";
    throw new ApiError("InvalidArgument", reason);
  },
);

const days = number({ rule: between(1) });

export const bucketLifecycleConfiguration = setting(
  "S3 Bucket Lifecycle Configuration",
  {
    rules: list(
      object({
        id: text({ required: true }),
        status: oneOf(["Enabled", "Disabled"], { required: true }),
        filter: object({ prefix: text() }),
        abortIncompleteMultipartUpload: object({ daysAfterInitiation: days }),
        expiration: object({ days, expiredObjectDeleteMarker: flag() }),
        noncurrentVersionExpiration: object({ noncurrentDays: days }),
      }),
      { required: true },
    ),
  },
  // S3 API reference, PutBucketLifecycleConfiguration.
  (_cloud, inputs) => {
    const rules = objectsAt(inputs, "rules");
    const ids = rules.map((rule) => textAt(rule, "id"));
    if (new Set(ids).size < ids.length) throw new ApiError("InvalidArgument", "Rule ID must be unique.");
    for (const rule of rules) {
      const actions = ["abortIncompleteMultipartUpload", "expiration", "noncurrentVersionExpiration"];
      if (!actions.some((action) => isProperties(rule[action]))) {
        throw new ApiError("InvalidRequest", "At least one action needs to be specified in a rule.");
      }
      const expiration = objectAt(rule, "expiration");
      if ("days" in expiration && "expiredObjectDeleteMarker" in expiration) {
        throw new ApiError("MalformedXML", "The XML you provided was not well-formed.");
      }
    }
  },
);

export const bucketPolicy = setting(
  "S3 Bucket Policy",
  { policy: document({ required: true, rule: documentRule }) },
  (cloud, inputs) => {
    const bucket = textAt(inputs, "bucket");
    const policy = JSON.parse(textAt(inputs, "policy")) as Properties;
    const problem = policyProblem(policy, `arn:${cloud.partition}:s3:::${bucket}`);
    if (problem !== undefined) throw new ApiError("MalformedPolicy", problem);
    if (isPublic(policy) && flagAt(cloud.find(PUBLIC_ACCESS, bucket)?.inputs, "blockPublicPolicy")) {
      throw new ApiError(
        "AccessDenied",
        "not authorized to perform: s3:PutBucketPolicy because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
      );
    }
  },
);
