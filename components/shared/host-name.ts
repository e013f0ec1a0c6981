import { isDnsName, type Check } from "./checks";

/** A name with at least one dot, which is no IP address. */
const isFullHostName = (value: string): boolean => isDnsName(value) && value.includes(".");

/** A host name without a wildcard, such as `models.example.org`. */
export const fullHostName: Check = (value) =>
  isFullHostName(value) ? undefined : "is not a full host name, such as notebooks.example.org, in lower case";

/** A host name, such as `models.example.org`, or one with a wildcard for its first label, such as `*.example.org`. */
export const hostName: Check = (value) =>
  isFullHostName(value.replace(/^\*\./, ""))
    ? undefined
    : "is not a host name, such as models.example.org or *.example.org, in lower case";

/** Whether a host name stands for all names with another first label. */
export const isWildcard = (host: string): boolean => host.startsWith("*");
