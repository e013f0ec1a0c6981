import { isProperties, type Value } from "../../property-values";

/** A policy must be JSON with statements (IAM API reference, MalformedPolicyDocument). */
export function documentRule(value: string): string | undefined {
  try {
    const document = JSON.parse(value) as Value;
    return isProperties(document) && "Statement" in document
      ? undefined
      : "contains an invalid JSON policy: no Statement";
  } catch (error) {
    return `contains an invalid JSON policy: ${(error as Error).message}`;
  }
}
