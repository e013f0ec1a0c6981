import * as pulumi from "@pulumi/pulumi";
import type { Claim } from "../../shared/claims";
import { checked, url, type Check } from "../../shared/checks";
import { whenKnown } from "../../shared/deferred";
import { problemIf, shown, type Problem } from "../../shared/invalid-args";
import { derived } from "../../shared/values";
import { isOwnPod, OWN_POD } from "../own-pod";
import { endpointOf, s3Url } from "../storage-url";
import type { S3CompatibleStoreArgs } from "../store-args";
import { amazonHost, amazonPlace } from "./amazon";
import { s3BucketName } from "./bucket-name";
import { placeClaim } from "./place";
import type { Access, Store } from "./store";

/** Region with which requests are signed if the caller writes none: MinIO's own default. */
export const DEFAULT_REGION = "us-east-1";

/** A bucket at an endpoint that speaks S3, reached with keys. */
export function s3CompatibleStore(block: S3CompatibleStoreArgs): Store {
  const { endpoint, bucket, accessKeyId, secretAccessKey } = block;
  const region = block.region ?? amazonHost(hostOf(endpoint))?.region ?? DEFAULT_REGION;
  const planned = (): Access =>
    keyedAccess({
      url: derived(bucket, (name) => s3Url(name, region, endpointOf(endpoint))),
      bucket,
      region,
      accessKeyId: pulumi.secret(accessKeyId),
      secretAccessKey: pulumi.secret(secretAccessKey),
    });
  return {
    deployTarget: "CUSTOM",
    releases: [],
    objects: () => [],
    places: () => placesOf(block),
    decided: decidedByKeys("s3Compatible"),
    fieldProblems: () => [
      ...checked("s3Compatible.endpoint", endpoint, endpointUrl),
      ...checked("s3Compatible.bucket", bucket, s3BucketName),
      ...checked("s3Compatible.region", region, regionName),
      ...keyProblems("s3Compatible.accessKeyId", accessKeyId),
      ...keyProblems("s3Compatible.secretAccessKey", secretAccessKey),
    ],
    ruleProblems: () => regionProblems(block),
    charts: () => [],
    planned,
    create: planned,
  };
}

/** A host without a domain, one of a cluster, or an address may be another server in another cluster. */
const CLUSTER_HOST = /^[^.]+$|\.svc(\.[a-z0-9.-]+)?\.?$|^[\d.]+$|^\[/;

function placesOf({ endpoint, bucket }: S3CompatibleStoreArgs): Claim[] {
  if (typeof bucket !== "string") return [];
  const { host } = endpointOf(endpoint);
  if (amazonHost(hostOf(endpoint)) !== undefined) return [amazonPlace(bucket, "s3Compatible.bucket")];
  const place = `the bucket ${bucket} at ${host}`;
  return [placeClaim(place, "s3Compatible.bucket", { isOutside: !CLUSTER_HOST.test(new URL(endpoint).hostname) })];
}

/** A bucket that pods reach with keys. */
interface Keyed {
  readonly url: pulumi.Input<string>;
  readonly bucket: pulumi.Input<string>;
  readonly region: string;
  readonly accessKeyId: pulumi.Input<string>;
  readonly secretAccessKey: pulumi.Input<string>;
}

/** The chart has no kind for such stores: it is told to read the settings of S3. */
export const keyedAccess = ({ url, bucket, region, accessKeyId, secretAccessKey }: Keyed): Access => ({
  storage: { backend: "AMAZON", amazon: { bucket, region, id: accessKeyId, secret: secretAccessKey } },
  url,
  bucketName: bucket,
  dependsOn: [],
});

/** The inputs that decide values of such a store. */
export const decidedByKeys = (input: string): Readonly<Record<string, string>> => ({
  "pachd.storage.backend": input,
  "pachd.storage.amazon.bucket": input,
  "pachd.storage.amazon.region": input,
  "pachd.storage.amazon.id": input,
  "pachd.storage.amazon.secret": input,
});

const endpointUrl: Check = (value) => {
  const wrong = url("https", "http")(value);
  if (wrong !== undefined) return wrong;
  const { pathname, hostname, port } = new URL(value);
  if (pathname !== "/") return "has a path, which Pachyderm would drop; write the URL of the host alone";
  if (isOwnPod(hostname)) return OWN_POD;
  if (port === "0") return "has the port 0, where no server answers; write the server's own port";
  const { bucket, region } = amazonHost(hostname) ?? {};
  return bucket === undefined
    ? undefined
    : `has a bucket in its host, and Pachyderm writes the bucket into the path; write https://s3.${region ?? DEFAULT_REGION}.amazonaws.com, and the bucket as bucket`;
};

/** The host of a URL, which another check refuses if it is none. */
const hostOf = (endpoint: string): string => (URL.canParse(endpoint) ? new URL(endpoint).hostname : "");

/** Amazon signs with the region of the host, and refuses another one at the first request. */
function regionProblems({ endpoint, region }: S3CompatibleStoreArgs): Problem[] {
  const own = amazonHost(hostOf(endpoint))?.region;
  return problemIf(
    own !== undefined && region !== undefined && region !== own,
    "s3Compatible.region",
    `${shown(region)} is not the region of the endpoint, ${String(own)}. Leave it out.`,
  );
}

const regionName: Check = (value) =>
  /^[a-z0-9][a-z0-9-]{0,62}$/i.test(value) ? undefined : "is not the name of a region, such as us-east-1";

/** A key is never shown. */
const keyProblems = (path: string, key: pulumi.Input<string>): Problem[] =>
  whenKnown(key, (known) =>
    problemIf(
      !/^[\x21-\x7e]+$/.test(known),
      path,
      "is empty, or has blanks or characters beyond ASCII. Write the key as it was issued.",
    ),
  );
