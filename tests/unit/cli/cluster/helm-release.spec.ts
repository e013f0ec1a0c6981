import assert from "node:assert/strict";
import { ClusterAccess, ToolFailed } from "../../../../cli/cluster/access";
import { isOfChart, lastDeployed, latestEnd, releaseName, rollBack } from "../../../../cli/cluster/helm-release";
import { fakeTool, type FakeTool } from "./fake-tool";

const resource = (inputs: Record<string, string>, id?: string) => ({ urn: "u", type: "t", custom: true, id, inputs });
const revision = (number: number, status: string) => ({
  revision: number,
  status,
  updated: "",
  chart: "istiod-1.30.3",
});

describe("the Helm release of a resource", () => {
  it("has the name in the resource's id, or in its inputs if there is no id", () => {
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
    it(`istiod-1.30.3 ${fits ? "belongs" : "does not belong"} to the chart ${chart}`, () => {
      assert.equal(isOfChart(revision(1, "deployed"), resource({ chart })), fits);
    });
  }

  it("ends its operation within the timeout of the resource, or the default of the provider", () => {
    const updated = { ...revision(1, "pending-install"), updated: "2026-01-01T12:00:00Z" };
    const ends = (inputs: Record<string, number>) =>
      new Date(latestEnd(updated, { ...resource({}), inputs })).toISOString();
    assert.equal(ends({ timeout: 600 }), "2026-01-01T12:10:00.000Z");
    assert.equal(ends({}), "2026-01-01T12:05:00.000Z");
  });

  it("is rolled back to the deployed revision, or to the last one that was deployed", () => {
    const [old, good, bad] = [revision(1, "superseded"), revision(2, "deployed"), revision(3, "pending-upgrade")];
    assert.equal(lastDeployed([old, good, bad]), good);
    assert.equal(lastDeployed([old, bad]), old);
    assert.equal(lastDeployed([revision(1, "pending-install")]), undefined);
  });
});

describe("rolling back a Helm release", () => {
  let helm: FakeTool | undefined;
  afterEach(() => helm?.remove());

  const refusing = (status: string) =>
    fakeTool(`case "$1" in
      rollback) echo 'Error: original object ServiceAccount with the name "istiod" not found' >&2; exit 1 ;;
      history) echo '[{"revision":3,"status":"${status}","updated":"","chart":"istiod-1.30.3"}]' ;;
    esac`);
  const release = { namespace: "istio-system", name: "istiod" };

  it("returns false if Helm refuses, but has ended the pending operation", async () => {
    helm = refusing("failed");
    assert.equal(await rollBack(new ClusterAccess({}, { helm: helm.program }), release, 1), false);
    assert.deepEqual(helm.calls(), [
      "rollback istiod 1 --namespace istio-system",
      "history istiod --namespace istio-system --output json",
    ]);
  });

  it("fails if the release is still pending", async () => {
    helm = refusing("pending-upgrade");
    await assert.rejects(rollBack(new ClusterAccess({}, { helm: helm.program }), release, 1), ToolFailed);
  });
});
