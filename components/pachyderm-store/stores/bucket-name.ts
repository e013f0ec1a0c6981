import type { Check } from "../../shared/checks";

/** The name of a bucket at an endpoint that speaks S3. */
export const s3BucketName: Check = (value) => {
  if (value.includes(".")) {
    return "contains a dot, which breaks TLS: the certificate of S3 is valid for one label before its domain; use '-' instead";
  }
  return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(value)
    ? undefined
    : "is not the name of a bucket; use 3 to 63 characters: a-z, 0-9 and '-', with a letter or digit at both ends";
};
