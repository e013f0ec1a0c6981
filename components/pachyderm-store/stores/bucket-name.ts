import type { Check } from "../../shared/checks";

/** The name of a bucket at an endpoint that speaks S3. Requests have it in the path, so it may have dots. */
export const s3BucketName: Check = (value) => {
  if (!/^(?=.{3,63}$)[a-z0-9]+((\.|-+)[a-z0-9]+)*$/.test(value)) {
    return "is not the name of a bucket; use 3 to 63 characters: a-z, 0-9, '-' and '.', with letters or digits at both ends and around each '.'";
  }
  return /^\d+(\.\d+){3}$/.test(value) ? "has the form of an address of IPv4; use another name" : undefined;
};
