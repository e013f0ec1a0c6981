/**
 * URLs by which Pachyderm 2.11 opens its bucket. It reads those of S3 itself (src/internal/obj/bucket.go): only `endpoint`, `disableSSL`
 * and `region`, and with an endpoint it always puts the bucket into the path. `s3ForcePathStyle` tells the same to gocloud.dev, with
 * which other programs open the URL. Those of other clouds are opened by gocloud.dev 0.27, which also reads `prefix`. A path after the
 * bucket's name is dropped everywhere.
 */

/** An endpoint that speaks S3. */
export interface Endpoint {
  /** Host, with the port if it is not the scheme's own. A scheme here would silently beat `disableSSL`. */
  readonly host: string;
  readonly tls: boolean;
}

/** The URL of a bucket of S3. Without a region, the first write would fail. */
export const s3Url = (bucket: string, region: string, endpoint?: Endpoint): string =>
  withQuery(`s3://${bucket}`, {
    ...(endpoint === undefined
      ? {}
      : { endpoint: endpoint.host, disableSSL: String(!endpoint.tls), s3ForcePathStyle: "true" }),
    region,
  });

/** The URL of a bucket of Google Cloud, or of a container of Azure. */
export const bucketUrl = (scheme: "gs" | "azblob", bucket: string, prefix?: string): string =>
  withQuery(`${scheme}://${bucket}`, prefix === undefined ? {} : { prefix: folder(prefix) });

/** A prefix as it is in the URL. Names of objects are appended to the prefix as it is, so it ends with a slash. */
export const folder = (prefix: string): string => `${prefix.replace(/^\/+|\/+$/g, "")}/`;

function withQuery(url: string, query: Record<string, string>): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? url : `${url}?${text}`;
}

/** The host of an endpoint's URL, and whether its scheme is `https`. */
export function endpointOf(url: string): Endpoint {
  const { protocol, host } = new URL(url);
  return { host, tls: protocol === "https:" };
}
