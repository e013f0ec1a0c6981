import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { findProject } from "../../../cli/project/project";
import type { Deployed } from "../../helpers/deploy";
import { httpsAndDns } from "../../plan/https-and-dns";
import { knownPlan } from "../../plan/known-plan";
import { repositoryRoot } from "../contracts-dir";
import { clouds } from "./cloud-api";
import { mappedInputs, PlanChecker, sentResources } from "./plan-problems";
import type { SentResource } from "./requests";

const programs = readdirSync(findProject(repositoryRoot).programDir, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "stacks")
  .map(({ name }) => name);

describe("requests that follow from a plan are as the APIs of the clouds describe them", () => {
  let checker: PlanChecker;
  const all: SentResource[] = [];

  before(async function () {
    this.timeout(300_000);
    checker = await PlanChecker.load(this);
  });

  const accept = (plan: Deployed): SentResource[] => {
    const resources = sentResources(plan);
    assert.deepEqual(checker.problems(resources), []);
    all.push(...resources);
    return resources;
  };

  describe("programs", () => {
    for (const program of programs) {
      it(program, async () => {
        const resources = accept(await knownPlan(program));
        assert.equal(resources.length > 0, clouds.has(program), "the clouds and their programs have the same names");
      });
    }
    for (const [program, settings] of Object.entries(httpsAndDns)) {
      it(`${program} with HTTPS and DNS`, async () => {
        accept(await knownPlan(program, settings));
      });
    }
  });

  for (const [name, cloud] of clouds) {
    describe(name, () => {
      for (const { title, plan } of cloud.samples) {
        it(title, async () => {
          assert.notEqual(accept(await plan()).length, 0);
        });
      }

      it("is asked for every input of the mapping", () => {
        assert.deepEqual(
          mappedInputs(cloud).filter((input) => !checker.seen.has(input)),
          [],
          "drop these from the mapping, or add a sample",
        );
      });

      for (const { title, problems } of cloud.reviews ?? []) {
        it(title, async function () {
          this.timeout(300_000);
          assert.deepEqual(await problems(all, this), []);
        });
      }
    });
  }
});
