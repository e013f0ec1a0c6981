import type * as pulumi from "@pulumi/pulumi";
import { checked, dns1123Subdomain, type Check } from "./checks";
import type { Problem } from "./invalid-args";
import { amount, quantity } from "./quantity";

/** The size of a claim. The chart hands it to Kubernetes as it is. */
const size: Check = (value) => {
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*([KMGTP])i?B?\s*$/i.exec(value) ?? [];
  if (quantity(value) !== undefined) {
    return digits === undefined || unit === undefined
      ? "is not a size, such as 200Gi"
      : `is not a size as Kubernetes writes it; write ${digits}${unit.toUpperCase()}i`;
  }
  return amount(value) < 2 ** 20 ? "is less than a mebibyte; write a unit, such as 200Gi" : undefined;
};

/** What is wrong with the size of a claim. */
export const claimSize = (path: string, value: string | undefined): Problem[] => checked(path, value, size);

/** What is wrong with the storage class of a claim. */
export const claimClass = (path: string, value: pulumi.Input<string> | undefined): Problem[] =>
  checked(path, value, dns1123Subdomain);
