import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { acceptedSince, isReleased, newerThan, upgradeProblems } from "./accepted-changes";
import { differencesFrom, type Difference } from "./differences";
import { urnParts } from "../../cli/stack/former-urns";
import { planWith, recordedPrograms } from "./recorded-programs";
import { readReleased, releasedVersions } from "./released-state";
import { REPLACEABLE } from "./replaceable";
import { replacingPaths } from "./replacement";

const root = path.resolve(__dirname, "../..");
const changelog = readFileSync(path.join(root, "CHANGELOG.md"), "utf8");
const { version: current } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };

/** Everything that a release has, by type; a component has no inputs. */
const managedTypes = (version: string): string[] =>
  [...readReleased(version).values()].flatMap(({ resources }) =>
    resources.flatMap(({ urn, inputs }) => (inputs === undefined ? [] : [urnParts(urn).type])),
  );

describe("an upgrade from a released version", () => {
  it("is tried from every version that CHANGELOG.md has", () => {
    const told = [...changelog.matchAll(/^## (\d+\.\d+\.\d+)/gm)].map(([, version = ""]) => version);
    const recorded = releasedVersions();
    assert.notEqual(recorded.length, 0);
    assert.deepEqual(recorded, [...new Set([...told, ...recorded.filter((version) => version === current)])].sort());
  });

  it("is tried with every program, also with all that its config can add", () => {
    const names = [...recordedPrograms().keys()].sort();
    for (const version of releasedVersions()) {
      const recorded = [...readReleased(version).keys()].sort();
      // A program that is newer than a release is not recorded there.
      const expected = isReleased(changelog, version) ? names.filter((name) => recorded.includes(name)) : names;
      assert.deepEqual(recorded, expected);
    }
  });

  it("is previewed on the real engine, from a checkpoint of every program", () => {
    for (const version of releasedVersions()) {
      const checkpoints = readdirSync(path.join(root, "tests/engine/upgrades/released", version));
      const programs = [...readReleased(version).keys()].filter((name) => !name.endsWith("-more"));
      assert.deepEqual(checkpoints.sort(), programs.map((program) => `${program}.json`).sort());
    }
  });

  for (const version of releasedVersions()) {
    const released = readReleased(version);
    describe(version, () => {
      const differences = new Map<string, Difference[]>();

      for (const [program, state] of released) {
        it(`still plans ${program}`, async () => {
          differences.set(program, differencesFrom(state, await planWith(state.config)));
        });
      }

      it("replaces and deletes nothing that holds data or traffic, and changes nothing that CHANGELOG.md does not tell", () => {
        assert.equal(differences.size, released.size);
        const problems = upgradeProblems(differences, acceptedSince(version), newerThan(changelog, version));
        assert.deepEqual(problems, []);
      });

      it("knows which inputs replace each of its resources", () => {
        assert.deepEqual(
          managedTypes(version).filter((type) => replacingPaths(type) === undefined),
          [],
        );
      });
    });
  }

  it("may replace only types that a release has", () => {
    const types = new Set(releasedVersions().flatMap(managedTypes));
    assert.deepEqual(
      Object.keys(REPLACEABLE).filter((type) => !types.has(type)),
      [],
    );
  });
});
