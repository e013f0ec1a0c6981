import assert from "node:assert/strict";
import { isReleased, newerThan, upgradeProblems, type AcceptedChange } from "./accepted-changes";
import type { Difference } from "./differences";

const REPLICAS: Difference = {
  type: "kubernetes:helm.sh/v3:Release",
  name: "ingress-istiod",
  path: "values.pilot.autoscaleMin",
  before: 1,
  after: 2,
};
const GONE: Difference = { type: "kubernetes:core/v1:Service", name: "web", path: "(deleted)", loss: "deleted" };
const CHANGELOG = "# Changelog\n\n## Unreleased\n\n- istiod runs\n  twice.\n\n## 0.1.0\n\n- The first release.\n";

const entry = (changed: Partial<AcceptedChange> = {}): AcceptedChange => ({
  changelog: "istiod runs twice.",
  reason: "an update must not stop it",
  changes: ["kubernetes:helm.sh/v3:Release ingress-istiod values.pilot.autoscaleMin"],
  ...changed,
});

const problems = (difference: Difference, ...accepted: AcceptedChange[]): string[] =>
  upgradeProblems(new Map([["aws", [difference]]]), accepted, newerThan(CHANGELOG, "0.1.0"));

describe("the changes that an upgrade may make", () => {
  it("are none without an entry, and the problem has both values", () => {
    assert.deepEqual(problems(REPLICAS), [
      "aws: kubernetes:helm.sh/v3:Release ingress-istiod values.pilot.autoscaleMin: 1 → 2. " +
        "Keep the default, or tell users in CHANGELOG.md and accept the change in changed-since/.",
    ]);
  });

  it("are told apart: a new resource, and one that may go", () => {
    const added = { type: "kubernetes:core/v1:Service", name: "web", path: "(added)" };
    assert.match(
      problems(added)[0] ?? "",
      /^aws: kubernetes:core\/v1:Service web \(added\): an upgrade creates it\. Keep/,
    );
    const gone: Difference = { ...GONE, type: "kubernetes:storage.k8s.io/v1:StorageClass" };
    assert.match(problems(gone)[0] ?? "", /^aws: \S+ web \(deleted\): an upgrade deletes it\. Keep/);
  });

  it("are those of an entry whose text CHANGELOG.md has", () => {
    assert.deepEqual(problems(REPLICAS, entry()), []);
  });

  it("may be written with * for names and parts of paths, but not beyond a blank", () => {
    assert.deepEqual(problems(REPLICAS, entry({ changes: ["*:Release ingress-* values.pilot.*"] })), []);
    assert.equal(problems(REPLICAS, entry({ changes: ["*"] })).length, 2);
  });

  it("need a text in CHANGELOG.md that is newer than the release", () => {
    for (const changelog of ["istiod runs three times.", "The first release.", ""]) {
      assert.deepEqual(problems(REPLICAS, entry({ changelog })), [
        `CHANGELOG.md has no ${JSON.stringify(changelog)} in a section newer than the release.`,
      ]);
    }
  });

  it("need a reason", () => {
    assert.deepEqual(problems(REPLICAS, entry({ reason: "" })), ['"istiod runs twice." has no reason.']);
  });

  it("are removed when nothing differs any more", () => {
    assert.deepEqual(problems(REPLICAS, entry(), entry({ changes: ["kubernetes:core/v1:Service web spec.type"] })), [
      "kubernetes:core/v1:Service web spec.type is accepted, but nothing differs there. Remove it.",
    ]);
  });

  it("never are the deletion or the replacement of what holds data or traffic", () => {
    const [refused, unused, ...others] = problems(
      GONE,
      entry({ changes: ["kubernetes:core/v1:Service web (deleted)"] }),
    );
    assert.match(refused ?? "", /^aws: kubernetes:core\/v1:Service web \(deleted\): an upgrade deletes it/);
    assert.match(unused ?? "", /is accepted, but nothing differs there/);
    assert.deepEqual(others, []);
  });

  it("can be the replacement of a type that may be replaced", () => {
    const replaced: Difference = {
      ...{ type: "kubernetes:storage.k8s.io/v1:StorageClass", name: "ml-storage", path: "parameters.type" },
      ...{ before: "gp2", after: "gp3", loss: "replaced" },
    };
    assert.deepEqual(problems(replaced, entry({ changes: ["*:StorageClass ml-storage parameters.type"] })), []);
  });

  it("are told in every section above that of the release, or in all if it has none yet", () => {
    const newer = "## Unreleased\n\n- a\n\n## 0.2.0\n\n- b\n";
    assert.equal(newerThan(`${newer}\n## 0.1.0 (2027-01-01)\n\n- c\n`, "0.1.0"), newer);
    assert.equal(newerThan(newer, "0.1.0"), newer);
    assert.equal(newerThan("## 0.1.01\n", "0.1.0"), "## 0.1.01\n");
    assert.deepEqual([isReleased(CHANGELOG, "0.1.0"), isReleased(CHANGELOG, "0.2.0")], [true, false]);
  });
});
