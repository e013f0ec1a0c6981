import { ApiError } from "../cloud/api-error";
import { flag, text } from "../cloud/shape";
import { textAt } from "../cloud/values";
import { awsType } from "./aws-type";

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
  autoname: { property: "bucket", maxLength: 63 },
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
  delete(cloud, { id, inputs }) {
    if ((cloud.objects.get(id) ?? 0) > 0 && inputs.forceDestroy !== true) {
      const reason = "The bucket you tried to delete is not empty. You must delete all versions in the bucket.";
      throw new ApiError("BucketNotEmpty", reason);
    }
    cloud.objects.delete(id);
  },
});
