import assert from "node:assert/strict";
import { endsBy, isOfChart, lastWhole, releaseName, rollBack } from "../../../../cli/recover/release";
import { ClusterAccess, ToolFailed } from "../../../../cli/recover/tools";
import { fakeTool, type FakeTool } from "./fake-tool";

const resource = (inputs: Record<string, string>, id?: string) => ({ urn: "u", type: "t", custom: true, id, inputs });
const revision = (number: number, status: string) => ({
  revision: number,
  status,
  updated: "",
  chart: "istiod-1.30.3",
});

describe("the release of a resource", () => {
  it("is named by its id, and else by its inputs", () => {
    assert.deepEqual(releaseName(resource({ name: "a", namespace: "b" }, "c/d")), { namespace: "c", name: "d" });
    assert.deepEqual(releaseName(resource({ name: "a", namespace: "b" })), { namespace: "b", name: "a" });
    assert.deepEqual(releaseName(resource({ name: "a" })), { namespace: "default", name: "a" });
    assert.equal(releaseName(resource({})), undefined);
  });

  const charts: [chart: string, fits: boolean][] = [
    ["istiod", true],
    ["oci://registry.example.org/charts/istiod", true],
    ["./charts/istiod-1.30.3.tgz", true],
    ["base", false],
    ["istio", false],
  ];
  for (const [chart, fits] of charts) {
    it(`is ${fits ? "" : "not "}of the chart ${chart}`, () => {
      assert.equal(isOfChart(revision(1, "deployed"), resource({ chart })), fits);
    });
  }

  it("is done with by its time limit, or the provider's", () => {
    const updated = { ...revision(1, "pending-install"), updated: "2026-01-01T12:00:00Z" };
    const ends = (inputs: Record<string, number>) =>
      new Date(endsBy(updated, { ...resource({}), inputs })).toISOString();
    assert.equal(ends({ timeout: 600 }), "2026-01-01T12:10:00.000Z");
    assert.equal(ends({}), "2026-01-01T12:05:00.000Z");
  });

  it("goes back to the deployed revision, else to the last that was", () => {
    const [old, good, bad] = [revision(1, "superseded"), revision(2, "deployed"), revision(3, "pending-upgrade")];
    assert.equal(lastWhole([old, good, bad]), good);
    assert.equal(lastWhole([old, bad]), old);
    assert.equal(lastWhole([revision(1, "pending-install")]), undefined);
  });
});

describe("rolling a release back", () => {
  let helm: FakeTool | undefined;
  afterEach(() => helm?.remove());

  const refusing = (status: string) =>
    fakeTool(`case "$1" in
      rollback) echo 'Error: original object ServiceAccount with the name "istiod" not found' >&2; exit 1 ;;
      history) echo '[{"revision":3,"status":"${status}","updated":"","chart":"istiod-1.30.3"}]' ;;
    esac`);
  const release = { namespace: "istio-system", name: "istiod" };

  it("is false where Helm refuses and yet ends what was under way", async () => {
    helm = refusing("failed");
    assert.equal(await rollBack(new ClusterAccess({}, { helm: helm.program }), release, 1), false);
    assert.deepEqual(helm.calls(), [
      "rollback istiod 1 --namespace istio-system",
      "history istiod --namespace istio-system --output json",
    ]);
  });

  it("fails where the release still hangs", async () => {
    helm = refusing("pending-upgrade");
    await assert.rejects(rollBack(new ClusterAccess({}, { helm: helm.program }), release, 1), ToolFailed);
  });
});
