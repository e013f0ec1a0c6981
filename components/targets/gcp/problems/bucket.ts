import { checked, checkedCount, type Check } from "../../../shared/checks";
import type { WorkloadIdentity } from "../../../shared/facts";
import { isDeferred, problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { plainFact } from "../../../shared/known-facts";
import { filled } from "../../../shared/one-of";
import type { StoreCheck } from "../../object-stores";
import type { GcsStoreArgs } from "../bucket-args";
import { regionOf } from "../spec";
import * as formats from "./formats";
import { bucketLabelProblems } from "./labels";

/** What is appended to the name of the component in the names of the bucket and what belongs to it; Pulumi appends `-` and seven characters more. */
export const BUCKET_PART = "-bucket";
const RANDOM_PART = `-${"0".repeat(7)}`;

/** Characters after the component's name in the id of a service account, which has at most 30. */
const ACCOUNT_SUFFIX = 7;
const MOST_IN_ACCOUNT_ID = 30;

/** The form of each input. */
export const fieldProblems = (path: string, block: GcsStoreArgs): Problem[] => [
  ...checked(`${path}.bucket`, block.bucket, block.create === false ? formats.bucket : formats.newBucket),
  ...checked(`${path}.project`, block.project, formats.project),
  ...checked(`${path}.location`, block.location, formats.bucketLocation),
  ...checkedCount(`${path}.noncurrentDays`, block.noncurrentDays, 1),
  ...checked(`${path}.kmsKeyName`, block.kmsKeyName, formats.kmsKey),
];

/** Missing inputs, and inputs that do not fit together. */
export const ruleProblems = (check: StoreCheck<GcsStoreArgs>): Problem[] => [
  ...(check.block.create === false ? existingProblems(check) : newProblems(check)),
  ...(check.block.serviceAccount === true
    ? checked("name", check.name, formats.resourceName("a Google service account", MOST_IN_ACCOUNT_ID, ACCOUNT_SUFFIX))
    : []),
];

function existingProblems({ block, path }: StoreCheck<GcsStoreArgs>): Problem[] {
  const { bucket, location, noncurrentDays, kmsKeyName } = block;
  const project = block.serviceAccount === true ? undefined : block.project;
  return [
    ...problemIf(
      bucket === undefined,
      `${path}.bucket`,
      "is missing, and create is false. Write the name of the bucket that exists.",
    ),
    ...filled({ location, noncurrentDays, kmsKeyName, project }).map((input) => ({
      path: `${path}.${input}`,
      reason: "has no effect on a bucket that exists. Leave it out.",
    })),
  ];
}

function newProblems({ name, block, path, cluster, adopt, labels }: StoreCheck<GcsStoreArgs>): Problem[] {
  const region = plainFact(cluster, "region");
  const location = block.location ?? (region.known ? region.value : undefined);
  return [
    ...(block.bucket === undefined ? checked("name", name, generatedName) : []),
    ...(adopt ? adoptProblems(block, path) : []),
    ...problemIf(
      block.location === undefined && region.known && region.value === undefined,
      `${path}.location`,
      NO_LOCATION,
    ),
    ...problemIf(
      block.location === undefined &&
        region.known &&
        region.value !== undefined &&
        formats.bucketLocation(regionOf(region.value)) !== undefined,
      `${path}.location`,
      `is missing, and the cluster is in ${shown(region.known ? region.value : undefined)}, where Google Cloud has no buckets. Write a location, such as us-central1.`,
    ),
    ...(location === undefined || isDeferred(location)
      ? []
      : checked(`${path}.kmsKeyName`, block.kmsKeyName, keyIn(location as string))),
    ...bucketLabelProblems(labels),
  ];
}

/** Why a bucket has no location. */
export const NO_LOCATION =
  "is missing, and the facts of the cluster name no region. Write the region of the cluster, such as us-central1.";

/** The name of a component from which the provider forms the name of a bucket. */
const generatedName: Check = (value) => {
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(value)) {
    return "cannot start the name of a bucket; use a-z, 0-9, '-' and '_' with a letter or digit first, or write the bucket's name";
  }
  const most = 63 - BUCKET_PART.length - RANDOM_PART.length;
  return value.length > most
    ? `is too long for the name of a bucket; use at most ${String(most)} characters, or write the bucket's name`
    : formats.newBucket(`${value}${BUCKET_PART}${RANDOM_PART}`);
};

const adoptProblems = ({ bucket }: GcsStoreArgs, path: string): Problem[] => [
  ...problemIf(
    bucket === undefined,
    `${path}.bucket`,
    "is missing, and adopt takes a bucket back by its name. Write the name of the bucket that was kept.",
  ),
  ...problemIf(
    isDeferred(bucket),
    `${path}.bucket`,
    "is an output, and adopt needs a name that is known before anything runs. Write the name as text.",
  ),
];

/** A key that Cloud Storage can use for a bucket in a location. */
export function keyIn(location: string): Check {
  const lower = regionOf(location.toLowerCase());
  const expected = lower === "eu" ? "europe" : lower;
  return (value) =>
    value.includes(`/locations/${expected}/`)
      ? undefined
      : `is not a key in ${expected}, where the bucket needs it; use a key there`;
}

/** What the identity of the cluster lacks. */
export const identityProblems = (path: string, { projectNumber, pool }: WorkloadIdentity = {}): Problem[] =>
  problemIf(
    projectNumber === undefined || pool === undefined,
    path,
    "cannot be used: cluster.identity has no projectNumber and pool of Google Cloud, so pods cannot log in there. Write both, or use the object store of the cluster's own cloud.",
  );
