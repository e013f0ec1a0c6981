import type { Claim } from "../../shared/claims";
import { placeClaim } from "./place";

/** A bucket of Amazon S3. Its name is unique in all accounts and regions. */
export const amazonPlace = (bucket: string, path: string): Claim =>
  placeClaim(`the bucket ${bucket} of Amazon S3`, path, { isOutside: true });

/** A region of AWS in a host name. */
const REGION = "([a-z]{2}(?:-[a-z]+)+-\\d)";
const PUBLIC = new RegExp(`^(?:(.+)\\.)?s3(?:-fips)?(?:\\.dualstack)?(?:[.-]${REGION})?\\.amazonaws\\.com(?:\\.cn)?$`);
/** An endpoint of a VPC begins with its own name, not with that of a bucket. */
const IN_VPC = new RegExp(`()\\.s3\\.${REGION}\\.vpce\\.amazonaws\\.com(?:\\.cn)?$`);

/**
 * What a host of Amazon S3 names: its region, and a bucket before it. Absent for other hosts.
 * Forms: https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
export function amazonHost(host: string): { readonly bucket?: string; readonly region?: string } | undefined {
  const [whole, bucket, region] = PUBLIC.exec(host) ?? IN_VPC.exec(host) ?? [];
  return whole === undefined ? undefined : { bucket: bucket === "" ? undefined : bucket, region };
}
