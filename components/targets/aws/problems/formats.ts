import { InstanceType } from "@pulumi/aws/types/enums/ec2";
import { Region } from "@pulumi/aws/types/enums";
import type { Check } from "../../../shared/checks";
import { closest } from "../../../shared/nearest";
import { hasNvidiaGpus, whyUnusable } from "../instance-types";

/** `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. */
export const REGION = "[a-z]{2,4}(?:-[a-z]+)+-\\d";
const REGION_ALONE = new RegExp(`^${REGION}$`);
/** `us-east-1a`. Local and Wavelength zones also contain a location: `us-west-2-lax-1a`. */
const ZONE = new RegExp(`^(${REGION})(?:[a-z]|-[a-z0-9-]+)$`);

const REGIONS: readonly string[] = Object.values(Region);

/** A region that the installed SDK knows. If the value is a zone, the error names its region. */
export const region: Check = (value) => {
  if (REGION_ALONE.test(value)) {
    return REGIONS.includes(value) ? undefined : unknownTo("an AWS region", value, REGIONS);
  }
  const [, meant] = ZONE.exec(value) ?? [];
  return meant === undefined ? "is not an AWS region, such as us-east-1" : `is a zone, not a region; write ${meant}`;
};

/** A zone; of the cluster's region, if that is known. */
export const zone =
  (region?: string): Check =>
  (value) => {
    const [, found] = ZONE.exec(value) ?? [];
    if (found === undefined) return `is not a zone, such as ${region ?? "us-east-1"}a`;
    return region === undefined || found === region ? undefined : `is not a zone of ${region}`;
  };

/** What to write instead of a word that is not in a list of the installed SDK, which may be older than AWS. */
function unknownTo(what: string, word: string, known: readonly string[]): string {
  const meant = closest(word, known);
  const advice = meant === undefined ? "" : `write ${meant}, or `;
  return `is not ${what} that the installed @pulumi/aws knows; ${advice}install a newer version of it`;
}

const INSTANCE_TYPES: readonly string[] = Object.values(InstanceType);

/** An EC2 instance type that the installed SDK knows and that nodes can have: `m5.large`, `u-6tb1.metal`. */
export const instanceType: Check = (value) => {
  if (!/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(value)) {
    return "is not an EC2 instance type; write a family, a dot and a size, such as m5.large";
  }
  if (!INSTANCE_TYPES.includes(value)) return unknownTo("an EC2 instance type", value, INSTANCE_TYPES);
  const why = whyUnusable(value);
  return why === undefined ? undefined : `${why}; write another type, such as m5.large or g5.xlarge`;
};

/** An instance type with NVIDIA GPUs. */
export const gpuInstanceType: Check = (value) =>
  hasNvidiaGpus(value) ? undefined : "has no NVIDIA GPU; write a type that has one, such as g5.xlarge";

/** The limits of `labels` and `taints` in the API of EKS: `labelKey`, `labelValue` and `taintKey` of botocore 1.44.8. */
const MAX_KEY = 63;

/** Key of a taint that EKS accepts: Kubernetes does not count the prefix, EKS does. */
export const taintKey: Check = (value) =>
  value.length <= MAX_KEY
    ? undefined
    : `has ${String(value.length)} characters; EKS allows ${String(MAX_KEY)} with the prefix`;

/** Value of a label that EKS accepts. */
export const nodeLabelValue: Check = (value) =>
  value === "" ? "is empty, which EKS refuses; write a value, such as true" : undefined;

/** Key of a label that a node group may have. EKS refuses reserved keys, or the nodes never join the cluster. */
export const nodeLabelKey: Check = (value) =>
  /^(?:[^/]*\.)?(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(value)
    ? "is reserved for Kubernetes and EKS; use your own prefix, such as example.org/"
    : taintKey(value);

const MAX_TAG_KEY = 128;

/** Text of a tag that every AWS service accepts. */
const tagText =
  (least: number, most: number): Check =>
  (value) => {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u.test(value)) {
      return "is not allowed in a tag; use letters, digits, spaces, and + - = . _ : / @";
    }
    if (/^aws:/i.test(value)) return "starts with aws:, which is reserved for AWS";
    return value.length >= least && value.length <= most
      ? undefined
      : `has ${String(value.length)} characters; AWS allows ${String(least)} to ${String(most)}`;
  };

/** Key of a tag that neither this package nor AWS sets on the cluster's resources. */
export const tagKey: Check = (value) => {
  if (/^(?:name$|eks:|(?:[^/]*\.)?(?:kubernetes\.io|k8s\.io|k8s\.aws)\/)/i.test(value)) {
    return "is set by this package or by AWS; use another key";
  }
  // The load-balancer controller and the disk driver read tags as a list of key=value.
  return value.includes("=")
    ? "contains a =; controllers in the cluster read tags as key=value, so leave it out"
    : tagText(1, MAX_TAG_KEY)(value);
};

/** Key of a label of Kubernetes that becomes the key of a tag. */
export const labelAsTagKey: Check = (value) => {
  if (value.toLowerCase() === "name") return "is a tag that this package sets itself; use another key";
  return value.length <= MAX_TAG_KEY
    ? undefined
    : `has ${String(value.length)} characters; a tag of AWS has at most ${String(MAX_TAG_KEY)}`;
};

/** Value of a tag. */
export const tagValue: Check = tagText(0, 256);

/**
 * Text of a tag that the charts of the load-balancer controller and of the disk driver pass on unchanged: their templates write
 * tags without quotes into a list of YAML.
 */
export const chartTagText: Check = (value) => {
  if (/:(?:\s|$)/u.test(value)) {
    return "has a colon at its end or before a space, which the charts of the cluster's controllers read as a map; leave the colon or the space out";
  }
  return value !== value.trim() || /[\u2028\u2029]/u.test(value)
    ? "starts or ends with a space, or contains a line separator, which the charts of the cluster's controllers lose; leave it out"
    : undefined;
};

/** A name with at most `limit` characters, of which `added` are appended to what the caller wrote. */
const resourceName =
  (what: string, limit: number) =>
  (added: number): Check =>
  (value) => {
    if (!/^[0-9A-Za-z][A-Za-z0-9_-]*$/.test(value)) {
      return `is not a name for ${what}; use A-Z, a-z, 0-9, '-' and '_', and start with a letter or digit`;
    }
    if (value.length + added <= limit) return undefined;
    const why = added === 0 ? "" : ` (${String(limit)}, of which ${String(added)} are added)`;
    return `is too long for the name of ${what}; use at most ${String(limit - added)} characters${why}`;
  };

/** Name of an IAM role, with the number of characters that are appended. */
export const roleName = resourceName("an IAM role", 64);

/** Name of an EKS cluster, with the number of characters that are appended. */
export const clusterName = resourceName("an EKS cluster", 100);

/** Name of a node pool, with the number of characters that are added to it in the name of its EKS node group. */
export const nodePoolName = resourceName("an EKS node group", 63);

/** A minor version. EKS chooses the patch version itself. */
export const kubernetesVersion: Check = (value) => {
  if (/^1\.\d{2}$/.test(value)) return undefined;
  const [, minor] = /^v?(1\.\d{2})(?:[.+-].*)?$/.exec(value) ?? [];
  return minor === undefined
    ? "is not a Kubernetes version of EKS, such as 1.35"
    : `has more than a minor version, and EKS chooses the patch version itself; write ${minor}`;
};
