import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { clusterProgram } from "../toolchain";

/** A bucket and who opens it. */
export interface Opened {
  /** The storage URL. */
  readonly url: string;
  /**
   * `pachd` for the way Pachyderm 2.11 opens buckets of S3; `url` for the way its storage library does by itself.
   * @default "pachd"
   */
  readonly opener?: "pachd" | "url";
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** File with the certificate that the client trusts. */
  readonly certificate?: string;
}

/** What to do in a bucket. */
export type Step =
  | { readonly op: "put"; readonly key: string; readonly text: string }
  /** Above 5 MiB, an object is uploaded in several parts. */
  | { readonly op: "put"; readonly key: string; readonly size: number }
  | { readonly op: "get" | "attributes" | "delete"; readonly key: string }
  | { readonly op: "list"; readonly key?: string }
  /** The key is the bucket's name. */
  | { readonly op: "set policy"; readonly key: string; readonly text: string };

/** What came of a step. */
export interface Outcome {
  readonly text?: string;
  readonly sha256?: string;
  readonly etag?: string;
  readonly keys?: readonly string[];
  /** Code of an error, such as `AccessDenied`. An answer without a body, such as one to HEAD, has only the name of its status. */
  readonly code?: string;
  readonly error?: string;
}

/** Opens a bucket with the storage library that Pachyderm 2.11 pins, and does one step after the other. Steps may fail. */
export async function inBucket(opened: Opened, steps: readonly Step[]): Promise<readonly Outcome[]> {
  const program = await clusterProgram("blobClient");
  const { url, opener = "pachd", accessKeyId, secretAccessKey, certificate = "" } = opened;
  const env = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_CA_BUNDLE: certificate,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const running = promisify(execFile)(program, { env });
  running.child.stdin?.end(JSON.stringify({ url, opener, steps }));
  return JSON.parse((await running).stdout) as readonly Outcome[];
}

/** Everything that Pachyderm does in its bucket. It leaves no object. */
export const everything = [
  { op: "put", key: "chunk/a", text: "a chunk" },
  { op: "get", key: "chunk/a" },
  { op: "attributes", key: "chunk/a" },
  { op: "list" },
  { op: "put", key: "large", size: 6 * 2 ** 20 },
  { op: "delete", key: "large" },
  { op: "delete", key: "chunk/a" },
] as const satisfies readonly Step[];

/** The codes of the errors, and `ok` for each step without one. */
export const codes = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ code }) => code ?? "ok");

/** The codes of `everything` if all of it is allowed. */
export const ALLOWED: readonly string[] = everything.map(() => "ok");

/** The codes of `everything` if nothing is allowed. Answers to HEAD have no body: the client asks by HEAD before it deletes. */
export const DENIED: readonly string[] = everything.map(({ op }) =>
  op === "attributes" || op === "delete" ? "Forbidden" : "AccessDenied",
);
