/**
 * The partitions with the regions of each: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html,
 * and the `regionRegex` of each in the endpoint rules of the AWS SDKs.
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

/** The partition that a region belongs to; nothing for a region of a kind that is not known here. */
export const partitionOf = (region: string | undefined): string | undefined =>
  Object.entries(PARTITIONS).find(([, regions]) => regions.test(region ?? ""))?.[0];
