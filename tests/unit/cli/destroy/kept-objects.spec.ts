import assert from "node:assert/strict";
import { lostWithNamespaces } from "../../../../cli/destroy/kept-objects";
import type { ResourceRecord } from "../../../../cli/stack/state";
import { record } from "../stack/state";

describe("objects that a destroy is to keep although it deletes their namespace", () => {
  const store = record("mlplatform:index:PachydermStore", "pachyderm", { custom: false });
  const namespace = (rest: Partial<ResourceRecord> = {}) =>
    record("kubernetes:core/v1:Namespace", "own", { id: "data", ...rest });
  const secret = (rest: Partial<ResourceRecord> = {}) =>
    record("kubernetes:core/v1:Secret", "s", {
      id: "data/pachyderm-credentials",
      parent: store.urn,
      retainOnDelete: true,
      ...rest,
    });

  it("are named with their component and the namespace", () => {
    assert.deepEqual(lostWithNamespaces([store, namespace(), secret()]), [
      { object: "Secret data/pachyderm-credentials", keeper: "PachydermStore pachyderm", namespace: "Namespace own" },
    ]);
  });

  it("are also releases, and objects whose creation was interrupted", () => {
    const release = record("kubernetes:helm.sh/v3:Release", "r", { id: "data/db", retainOnDelete: true });
    const metadata = { namespace: "data", name: "new" };
    const creating = secret({ id: undefined, parent: undefined, inputs: { metadata } });
    assert.deepEqual(
      lostWithNamespaces([namespace(), release, creating]).map(({ object }) => object),
      ["Release data/db", "Secret data/new"],
    );
  });

  const cases: [what: string, resources: ResourceRecord[]][] = [
    ["an object that is deleted too", [namespace(), secret({ retainOnDelete: false })]],
    ["a namespace that is kept too", [namespace({ retainOnDelete: true }), secret()]],
    ["a namespace that the stack only reads", [namespace({ external: true }), secret()]],
    ["an object in another namespace", [namespace({ id: "other" }), secret()]],
  ];
  for (const [what, resources] of cases) {
    it(`do not include ${what}`, () => {
      assert.deepEqual(lostWithNamespaces(resources), []);
    });
  }
});
