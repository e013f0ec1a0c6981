import type { Check } from "../../../shared/checks";
import { hasTpus, isBareMetal, isKnownFamily } from "../machine-types";
import { regionOf } from "../spec";

/** Google's region, such as `us-central1`, or a zone of it. */
const LOCATION = /^[a-z]+-[a-z]+\d{1,2}(?:-[a-z])?$/;

export const location: Check = (value) => {
  if (LOCATION.test(value)) return undefined;
  const guess = value
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-");
  return `is not a region or zone of Google Cloud; write ${LOCATION.test(guess) ? guess : "a region such as us-central1, or a zone such as us-central1-a"}`;
};

/** A zone of the cluster's region, if that is known. */
export const zone =
  (region?: string): Check =>
  (value) => {
    if (!LOCATION.test(value) || !/-[a-z]$/.test(value)) return `is not a zone, such as ${region ?? "us-central1"}-a`;
    return region === undefined || value.startsWith(`${region}-`) ? undefined : `is not a zone of ${region}`;
  };

/** Id of a project: https://cloud.google.com/resource-manager/docs/creating-managing-projects. Older ones have a domain. */
export const project: Check = (value) =>
  /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(value)
    ? undefined
    : "is not the id of a project, such as ml-prod-123456; use the id, not the name or the number";

/** A machine type whose nodes work in a GKE cluster without further parts. */
export const machineType: Check = (value) => {
  if (!/^[a-z][a-z0-9]*-[a-z0-9-]+$/.test(value)) {
    return "is not a machine type of Compute Engine, such as n2-standard-4";
  }
  if (hasTpus(value)) return "has TPUs, which this package does not set up; write another type, such as n2-standard-4";
  if (isBareMetal(value)) return "is bare metal, which has no Secure Boot; write another type, such as n2-standard-4";
  return isKnownFamily(value)
    ? undefined
    : "is of a family that this package does not know; write a type such as n2-standard-4";
};

/**
 * Key of a label of nodes. GKE refuses the prefixes that Kubernetes reserves, and sets labels itself. That of a compute class is left to
 * the caller: https://cloud.google.com/kubernetes-engine/docs/concepts/about-custom-compute-classes.
 */
export const nodeLabelKey: Check = (value) => {
  if (/^(?:[^/]*\.)?(?:kubernetes\.io|k8s\.io)\//.test(value)) {
    return "is reserved for Kubernetes; use your own prefix, such as example.org/";
  }
  return /^(?:cloud\.google\.com\/(?:gke-|machine-family$|private-node$)|(?:iam|topology)\.gke\.io\/)/.test(value)
    ? "is set by GKE; use your own prefix, such as example.org/"
    : undefined;
};

/** A name with at most `most` characters, of which `added` are appended to what the caller wrote. */
export const resourceName =
  (what: string, most: number, added = 0): Check =>
  (value) => {
    if (!/^[a-z](?:[-a-z0-9]*[a-z0-9])?$/.test(value)) {
      return `is not a name for ${what}; use a-z, 0-9 and '-', start with a letter, and end with a letter or digit`;
    }
    return value.length + added <= most
      ? undefined
      : `is too long for the name of ${what}; use at most ${String(most - added)} characters`;
  };

/** A version that GKE accepts. */
export const kubernetesVersion: Check = (value) =>
  /^1\.\d{2}(?:\.\d+(?:-gke\.\d+)?)?$/.test(value)
    ? undefined
    : "is not a Kubernetes version of GKE, such as 1.35, 1.35.2 or 1.35.2-gke.1000";

/** Locations of buckets that are several regions: https://cloud.google.com/storage/docs/locations, of 2026-11. */
const MULTIPLE_REGIONS = ["asia", "asia1", "eu", "eur4", "eur5", "eur7", "eur8", "nam4", "us"];

/** Where a bucket is. Google reads it in any case. */
export const bucketLocation: Check = (value) => {
  const lower = value.toLowerCase();
  if (MULTIPLE_REGIONS.includes(lower)) return undefined;
  const region = regionOf(lower);
  if (!LOCATION.test(lower)) return "is not a location of buckets, such as us-central1, US or NAM4";
  return region === lower ? undefined : `is a zone, and a bucket is in a region; write ${region}`;
};

/** Name of a bucket: https://cloud.google.com/storage/docs/buckets#naming. A name with dots can be longer. */
export const bucket: Check = (value) => {
  if (!/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(value) || value.split(".").some((part) => part.length > 63)) {
    return "is not the name of a bucket: 3 to 63 characters of a-z, 0-9, '-' and '_', with a letter or digit at both ends";
  }
  if (/^\d+(?:\.\d+){3}$/.test(value)) return "is an IP address, which no bucket is named after";
  if (value.startsWith("goog")) return "starts with goog, which is reserved for Google";
  return /g[o0]{2}gle/.test(value) ? "contains google or a word like it, which is reserved for Google" : undefined;
};

/** Name of a bucket that can be created without a proof of ownership. */
export const newBucket: Check = (value) => {
  const rule = bucket(value);
  if (rule !== undefined || !value.includes(".")) return rule;
  return `has a dot, and Google gives such a name only to the proven owner of the domain; write ${value.replaceAll(".", "-")}`;
};

/** A Cloud KMS key. */
export const kmsKey: Check = (value) =>
  /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.test(value)
    ? undefined
    : "is not the name of a Cloud KMS key: projects/<project>/locations/<region>/keyRings/<ring>/cryptoKeys/<key>";

/**
 * A principal of IAM that RBAC can name too. RBAC tells capitals apart and IAM writes small letters, and the name of a role binding
 * has no `/` and no `%`.
 */
export const member: Check = (value) => {
  const [, type = "", email = ""] = /^(user|group|serviceAccount):([^@\s:]+@[^@\s:]+\.[^@\s:]+)$/.exec(value) ?? [];
  if (/[/%]/.test(email))
    return "has a character that the name of a role binding cannot have; use a principal without '/' and '%'";
  if (email !== email.toLowerCase()) return `has capital letters; write ${type}:${email.toLowerCase()}`;
  if (email !== "") return undefined;
  return value.includes("@") && !value.includes(":")
    ? `has no type; write ${value.endsWith(".gserviceaccount.com") ? `serviceAccount:${value}` : `user:${value}, or group:${value}`}`
    : "is not a principal; write user:<e-mail>, group:<e-mail> or serviceAccount:<e-mail>";
};

/** Key of a label of Google Cloud. */
export const labelKey: Check = (value) => {
  if (value.startsWith("goog-")) return "starts with goog-, which is reserved for Google";
  return /^\p{Ll}[\p{Ll}\p{N}_-]{0,62}$/u.test(value)
    ? undefined
    : "is not the key of a label of Google Cloud; use at most 63 lower-case letters, digits, '-' and '_', and start with a letter";
};

/** Value of a label of Google Cloud. */
export const labelValue: Check = (value) =>
  /^[\p{Ll}\p{N}_-]{0,63}$/u.test(value)
    ? undefined
    : "is not the value of a label of Google Cloud; use at most 63 lower-case letters, digits, '-' and '_'";

/** A time in UTC. */
export const time: Check = (value) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) && !Number.isNaN(Date.parse(value)) && isOnCalendar(value)
    ? undefined
    : "is not a time in UTC, such as 2026-01-03T02:00:00Z";

/** `Date.parse` takes the 31st of February for the 3rd of March. */
const isOnCalendar = (value: string): boolean => new Date(value).toISOString().startsWith(value.slice(0, 10));
