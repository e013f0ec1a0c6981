import assert from "node:assert/strict";
import { CopyFailed, stopsAll, withRetries, type Cause } from "../../../../cli/mirror/failure";

/** What the tools say, recorded with Helm 4.1.4, skopeo 1.9.3 and docker-registry 2.8.2 unless a source is named. */
const SAID: readonly (readonly [text: string, cause: Cause])[] = [
  [
    "skopeo: trying to reuse blob sha256:e520 at destination: checking whether a blob sha256:e520 exists in 127.0.0.1:22300/ml/b: unauthorized: authentication required",
    "permission",
  ],
  [
    'helm: failed to perform "Exists" on destination: HEAD "https://127.0.0.1:22300/v2/ml/base/manifests/sha256:2b5d": basic credential not found',
    "permission",
  ],
  [
    'helm: failed to perform "Push" on destination: POST "https://127.0.0.1:17426/v2/ml/base/blobs/uploads/": response status code 405: Method Not Allowed',
    "permission",
  ],
  [
    "skopeo: writing blob: initiating layer upload to /v2/ml/b/blobs/uploads/ in 127.0.0.1:17426: StatusCode: 405, Method not allowed",
    "permission",
  ],
  // Docker Hub, for a repository that is not one's own (docker/hub-feedback, many reports).
  ["skopeo: writing manifest: denied: requested access to the resource is denied", "permission"],
  ["EACCES: permission denied, mkdir '/mirror/images'", "permission"],
  ["skopeo: writing blob: write /mirror/images/a@1/dir-put-blob1: no space left on device", "disk"],
  ["ENOSPC: no space left on device, copyfile '/tmp/a' -> '/mirror/a'", "disk"],
  ["skopeo: reading manifest 2.0 in 127.0.0.1:5501/ml/a: manifest unknown: manifest unknown", "missing"],
  ['helm: failed to perform "FetchReference" on source: 127.0.0.1:5501/ml/a:v1.2.3: not found', "missing"],
  ['helm: chart "base" version "1.0.0" not found in https://example.org/charts repository', "missing"],
  [
    'skopeo: pinging container registry 127.0.0.1:1: Get "https://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
    "network",
  ],
  ["skopeo copy did not end within 1800 s", "network"],
  // Docker Hub's limit of pulls (docs.docker.com/docker-hub/usage).
  ["skopeo: reading manifest 1 in docker.io/a/b: toomanyrequests: You have reached your pull rate limit.", "network"],
  ["skopeo: received unexpected HTTP status: 503 Service Unavailable", "network"],
  ["skopeo: pinging container registry 127.0.0.1:5501: x509: certificate signed by unknown authority", "other"],
];

describe("a failed copy", () => {
  for (const [text, cause] of SAID) {
    it(`is of the kind ${cause}: ${text.slice(0, 60)}`, () => {
      assert.equal(new CopyFailed(text).why, cause);
    });
  }

  it("ends all others if it would befall them too", () => {
    const causes: readonly Cause[] = ["permission", "disk", "missing", "network", "other"];
    assert.deepEqual(
      causes.filter((cause) => stopsAll(new CopyFailed("", cause))),
      ["permission", "disk"],
    );
  });

  it("ends no other if the source refuses one image, which Docker Hub does with one that is gone", () => {
    const gone =
      "skopeo: initializing source docker://a/b@sha256:e520: reading manifest sha256:e520 in docker.io/a/b: requested access to the resource is denied";
    assert.deepEqual([new CopyFailed(gone).why, stopsAll(new CopyFailed(gone))], ["permission", false]);
  });

  const tried = async (failures: readonly Error[]): Promise<{ tries: number; pauses: number[]; end: string }> => {
    let tries = 0;
    const pauses: number[] = [];
    const action = (): Promise<string> => {
      const failure = failures[tries++];
      return failure === undefined ? Promise.resolve("done") : Promise.reject(failure);
    };
    const wait = (seconds: number): Promise<void> => Promise.resolve(void pauses.push(seconds));
    const end = await withRetries(action, wait).catch((error: unknown) => (error as Error).message);
    return { tries, pauses, end };
  };
  const network = new CopyFailed("connection refused");

  it("is tried twice more after a pause if the network failed", async () => {
    assert.deepEqual(await tried([network]), { tries: 2, pauses: [1], end: "done" });
    assert.deepEqual(await tried([network, network]), { tries: 3, pauses: [1, 5], end: "done" });
    assert.deepEqual(await tried([network, network, network]), { tries: 3, pauses: [1, 5], end: "connection refused" });
  });

  it("is not tried again for any other reason", async () => {
    for (const failure of [new CopyFailed("denied"), new CopyFailed("not found"), new Error("timeout")]) {
      assert.deepEqual(await tried([failure]), { tries: 1, pauses: [], end: failure.message });
    }
  });
});
