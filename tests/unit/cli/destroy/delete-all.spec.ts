import assert from "node:assert/strict";
import { deleteAll } from "../../../../cli/destroy/delete-all";
import type { OtherObject } from "../../../../cli/destroy/others";
import { ClusterAccess } from "../../../../cli/recover/tools";
import { UserError } from "../../../../cli/user-error";
import { fakeTool, type FakeTool } from "../recover/fake-tool";

const known = { namespace: "shop", maker: "kubectl", usedBy: [] };
const site: OtherObject = { ...known, kind: "Ingress", name: "site", holds: "load balancer a.example.org" };
const data: OtherObject = { ...known, kind: "PersistentVolumeClaim", name: "data", holds: "disk pv-1", volume: "pv-1" };

const SITE = "Ingress shop/site (made by kubectl): load balancer a.example.org";
const DATA = "PersistentVolumeClaim shop/data (made by kubectl): disk pv-1";
const LAST =
  "Nothing of the stack was deleted. See with kubectl describe what keeps them, and run again once they are gone.";

const standsAlways = 'case "$*" in "get ingresses"*) echo site ;; esac';

describe("deleting what others made", () => {
  let kubectl: FakeTool | undefined;
  const said: string[] = [];
  afterEach(() => {
    kubectl?.remove();
    said.length = 0;
  });

  /** What fails, where kubectl answers by this script. */
  async function failure(script: string, limitSeconds?: number): Promise<string | undefined> {
    kubectl = fakeTool(script);
    const cluster = new ClusterAccess({}, { kubectl: kubectl.program });
    try {
      await deleteAll(cluster, [site, data], (line) => said.push(line), limitSeconds);
      return undefined;
    } catch (error) {
      assert.ok(error instanceof UserError);
      return error.message;
    }
  }

  it("deletes all before it waits, and waits for the volume of a claim too", async () => {
    assert.equal(await failure(""), undefined);
    assert.deepEqual(said, [`  deleted   ${SITE}`, `  deleted   ${DATA}`]);
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

  it("looks again until it is gone", async function () {
    this.timeout(10_000); // it pauses between looks
    const thrice =
      'case "$*" in "get ingresses"*) echo . >> "$log.seen"; test "$(wc -l < "$log.seen")" -gt 2 || echo site ;; esac';
    assert.equal(await failure(thrice), undefined);
    const waiting = "Waiting up to 600 s for load balancers and disks to be deleted";
    assert.deepEqual(said, [`  deleted   ${DATA}`, waiting, `  deleted   ${SITE}`]);
  });

  const cases: [what: string, script: string, limitSeconds: number | undefined, message: string[]][] = [
    [
      "says what still stands after the limit, and what was deleted",
      standsAlways,
      0.1,
      [`  ${SITE}: not gone within 0.1 s`, "These were deleted:", `  ${DATA}`],
    ],
    [
      "takes what cannot be looked at for standing",
      'case "$1" in get) exit 1 ;; esac',
      0.1,
      [`  ${SITE}: not gone within 0.1 s`, `  ${DATA}: not gone within 0.1 s`],
    ],
    [
      "does not wait for what the cluster refuses to delete",
      `case "$*" in "delete ingresses"*) echo forbidden >&2; exit 1 ;; esac; ${standsAlways}`,
      undefined,
      [`  ${SITE}: kubectl failed: forbidden`, "These were deleted:", `  ${DATA}`],
    ],
  ];
  for (const [what, script, limitSeconds, lines] of cases) {
    it(what, async () => {
      const message = ["These objects are not of this stack, and still stand:", ...lines, LAST].join("\n");
      assert.equal(await failure(script, limitSeconds), message);
    });
  }
});
