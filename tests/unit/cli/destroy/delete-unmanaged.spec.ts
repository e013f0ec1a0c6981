import assert from "node:assert/strict";
import { ClusterAccess } from "../../../../cli/cluster/access";
import { deleteUnmanaged } from "../../../../cli/destroy/delete-unmanaged";
import type { UnmanagedObject } from "../../../../cli/destroy/unmanaged-objects";
import { UserError } from "../../../../cli/user-error";
import { fakeTool, type FakeTool } from "../cluster/fake-tool";

const common = { namespace: "shop", creator: "kubectl", usedBy: [] };
const site: UnmanagedObject = { ...common, kind: "Ingress", name: "site", holds: "load balancer a.example.org" };
const data: UnmanagedObject = {
  ...common,
  kind: "PersistentVolumeClaim",
  name: "data",
  holds: "disk pv-1",
  volume: "pv-1",
};

const SITE = "Ingress shop/site (created by kubectl): load balancer a.example.org";
const DATA = "PersistentVolumeClaim shop/data (created by kubectl): disk pv-1";
const LAST =
  "Nothing of the stack was deleted. Find the reason with kubectl describe, and run again when they are deleted.";

const existsAlways = 'case "$*" in "get ingresses"*) echo site ;; esac';

describe("deleting unmanaged objects", () => {
  let kubectl: FakeTool | undefined;
  const lines: string[] = [];
  afterEach(() => {
    kubectl?.remove();
    lines.length = 0;
  });

  /** The error message if kubectl answers with this script. */
  async function failure(script: string, limitSeconds?: number): Promise<string | undefined> {
    kubectl = fakeTool(script);
    const cluster = new ClusterAccess({}, { kubectl: kubectl.program });
    try {
      await deleteUnmanaged(cluster, [site, data], (line) => lines.push(line), limitSeconds);
      return undefined;
    } catch (error) {
      assert.ok(error instanceof UserError);
      return error.message;
    }
  }

  it("deletes all objects before it waits, and waits for the volume of a claim too", async () => {
    assert.equal(await failure(""), undefined);
    assert.deepEqual(lines, [`  deleted   ${SITE}`, `  deleted   ${DATA}`]);
    const [ofSite, ofData] = ["ingresses.networking.k8s.io/site -n shop", "persistentvolumeclaims/data -n shop"];
    assert.deepEqual(
      kubectl?.calls().map((call) => call.replace(" --request-timeout=30s", "")),
      [
        `delete ${ofSite} --wait=false --ignore-not-found`,
        `delete ${ofData} --wait=false --ignore-not-found`,
        `get ${ofSite} --ignore-not-found -o name`,
        `get ${ofData} persistentvolumes/pv-1 --ignore-not-found -o name`,
      ],
    );
  });

  it("waits until each object is deleted", async () => {
    const thrice =
      'case "$*" in "get ingresses"*) echo . >> "$log.seen"; test "$(wc -l < "$log.seen")" -gt 2 || echo site ;; esac';
    assert.equal(await failure(thrice), undefined);
    const waiting = "Waiting up to 600 s for load balancers and disks to be deleted";
    assert.deepEqual(lines, [`  deleted   ${DATA}`, waiting, `  deleted   ${SITE}`]);
  });

  const cases: [what: string, script: string, limitSeconds: number | undefined, details: string[]][] = [
    [
      "reports what still exists after the time limit, and what was deleted",
      existsAlways,
      0.1,
      [`  ${SITE}: still exists after 0.1 s`, "These were deleted:", `  ${DATA}`],
    ],
    [
      "assumes that an object exists if it cannot be read",
      'case "$1" in get) exit 1 ;; esac',
      0.1,
      [`  ${SITE}: still exists after 0.1 s`, `  ${DATA}: still exists after 0.1 s`],
    ],
    [
      "does not wait for an object that the cluster refuses to delete",
      `case "$*" in "delete ingresses"*) echo forbidden >&2; exit 1 ;; esac; ${existsAlways}`,
      undefined,
      [`  ${SITE}: kubectl failed: forbidden`, "These were deleted:", `  ${DATA}`],
    ],
  ];
  for (const [what, script, limitSeconds, details] of cases) {
    it(what, async () => {
      const message = ["These objects, which the stack does not manage, could not be deleted:", ...details, LAST].join(
        "\n",
      );
      assert.equal(await failure(script, limitSeconds), message);
    });
  }
});
