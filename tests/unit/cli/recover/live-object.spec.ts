import assert from "node:assert/strict";
import { isOurs, liveObject, type LiveObject } from "../../../../cli/recover/live-object";
import { ClusterAccess } from "../../../../cli/recover/tools";
import { fakeTool, type FakeTool } from "./fake-tool";

const CREATED = "2026-01-01T12:00:00Z";
const ours: LiveObject["metadata"] = {
  name: "a",
  uid: "1",
  creationTimestamp: CREATED,
  labels: { team: "ml", more: "yes" },
  managedFields: [{ manager: "kube-controller-manager" }, { manager: "pulumi-kubernetes" }],
};
const resource = { urn: "u", type: "t", custom: true, inputs: { metadata: { name: "a", labels: { team: "ml" } } } };

describe("an object that exists", () => {
  const objects: [what: string, metadata: Partial<LiveObject["metadata"]>, provider: string, ours: boolean][] = [
    ["made by Pulumi after its provider", {}, "2026-01-01T11:59:59Z", true],
    ["made while clocks differ a little", {}, "2026-01-01T12:00:30Z", true],
    ["older than its provider", {}, "2026-01-01T12:02:00Z", false],
    ["made by another tool", { managedFields: [{ manager: "kubectl-create" }] }, CREATED, false],
    [
      "of a manager that the program named",
      { ...named("team-a"), managedFields: [{ manager: "team-a" }] },
      CREATED,
      true,
    ],
    ["without the labels it was to have", { labels: { team: "web" } }, CREATED, false],
    ["that is going away", { deletionTimestamp: CREATED }, CREATED, false],
  ];
  for (const [what, metadata, provider, expected] of objects) {
    it(`${what} is ${expected ? "" : "not "}ours`, () => {
      assert.equal(isOurs({ metadata: { ...ours, ...metadata } }, resource, provider), expected);
    });
  }
});

function named(manager: string): Partial<LiveObject["metadata"]> {
  return { annotations: { "pulumi.com/patchFieldManager": manager } };
}

describe("looking for an object", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  const inputs = { apiVersion: "v1", kind: "Secret", metadata: { name: "a", namespace: "b" }, data: { key: "hidden" } };
  const look = (script: string) => {
    kubectl = fakeTool(script);
    return liveObject(new ClusterAccess({}, { kubectl: kubectl.program }), inputs);
  };

  it("asks by kind and name alone, and finds it", async () => {
    const found = await look(
      `cat >> "$log"; echo >> "$log"; echo '{"kind":"List","items":[{"metadata":{"name":"a"}}]}'`,
    );
    assert.deepEqual(found, { metadata: { name: "a" } });
    assert.deepEqual(kubectl?.calls(), [
      "get -f - -o json --ignore-not-found --show-managed-fields --request-timeout=30s",
      '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"b"}}',
    ]);
  });

  for (const [what, script] of [
    ["nothing is printed", ""],
    ["its list is empty", `echo '{"kind":"List","items":[]}'`],
    ["its kind is unknown", `echo 'error: no matches for kind "Secret" in version "v1"' >&2; exit 1`],
  ] as const) {
    it(`finds none where ${what}`, async () => {
      assert.equal(await look(script), undefined);
    });
  }

  it("does not take a cluster that cannot be asked for one without it", async () => {
    await assert.rejects(
      look("echo 'connection refused' >&2; exit 1"),
      /^ToolFailed: kubectl failed: connection refused$/,
    );
  });
});
