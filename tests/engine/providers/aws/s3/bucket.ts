import { ApiError } from "../../cloud/api-error";
import type { Invoke } from "../../cloud/resource-type";
import { flag, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType, regionOf } from "../aws-type";

const TYPE = "aws:s3/bucket:Bucket";

/** S3 User Guide, "General purpose bucket naming rules". */
function nameRule(name: string): string | undefined {
  const wellFormed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..");
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const reserved =
    /^(xn--|sthree-|amzn-s3-demo-)/.test(name) || /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  return wellFormed && !isAddress && !reserved ? undefined : `invalid bucket name (${name})`;
}

/** In v7 `Bucket` is what `BucketV2` was; its inline versioning, encryption and life cycle are deprecated, so not here. */
export const bucket = awsType({
  title: "S3 Bucket",
  inputs: { bucket: text({ replaces: true, rule: nameRule }), forceDestroy: flag({ default: false }) },
  // pulumi-aws, provider/resources.go: names of buckets are written in lower case.
  autoname: {
    property: "bucket",
    maxLength: 63,
    invent: (name, digits) => `${name.toLowerCase()}-${digits.slice(0, 7)}`,
  },
  outputs: ["arn", "bucketDomainName", "bucketRegionalDomainName", "hostedZoneId"],
  create(cloud, inputs) {
    const name = textAt(inputs, "bucket");
    if (cloud.find(TYPE, name)) {
      const reason = "Your previous request to create the named bucket succeeded and you already own it.";
      throw new ApiError("BucketAlreadyOwnedByYou", reason);
    }
    return {
      id: name,
      outputs: {
        arn: `arn:${cloud.partition}:s3:::${name}`,
        bucketDomainName: `${name}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${name}.s3.${textAt(inputs, "region")}.amazonaws.com`,
        hostedZoneId: "Z3AQBSTGFYJSTF",
      },
    };
  },
  // hashicorp/terraform-provider-aws #428: only the state knows `forceDestroy`, and an import has no state. It reads in the region
  // of the provider.
  imported(cloud, bucket, settings) {
    neededBucket(cloud, bucket.id, regionOf({}, settings));
    const { forceDestroy: _, ...inputs } = bucket.inputs;
    bucket.inputs = inputs;
  },
  delete(cloud, { id, inputs }) {
    if (!cloud.objects.isEmpty(id) && inputs.forceDestroy !== true) {
      const reason = "The bucket you tried to delete is not empty. You must delete all versions in the bucket.";
      throw new ApiError("BucketNotEmpty", reason);
    }
    cloud.objects.drop(id);
    // Its settings go with it.
    for (const setting of cloud.resources().filter(({ type }) => type.startsWith("aws:s3/bucket"))) {
      if (setting.type !== TYPE && setting.id === id) cloud.remove(setting);
    }
  },
});

/** The bucket of that name, which must exist in that region (S3 API reference, "List of error codes"). */
export function neededBucket(cloud: AwsCloud, name: string, region: string) {
  const found = cloud.needed(TYPE, name, "NoSuchBucket", "The specified bucket does not exist");
  if (textAt(found.inputs, "region") === region) return found;
  const reason = "The bucket you are attempting to access must be addressed using the specified endpoint.";
  throw new ApiError("PermanentRedirect", `${reason} It is in ${textAt(found.inputs, "region")}.`);
}

/** Functions that look at buckets. */
export const bucketInvokes: Record<string, Invoke<AwsCloud>> = {
  "aws:s3/getBucket:getBucket": (cloud, args, settings) => {
    const { id, inputs, outputs } = neededBucket(cloud, textAt(args, "bucket"), regionOf(args, settings));
    return { id, bucket: id, bucketRegion: textAt(inputs, "region"), ...outputs };
  },
};
