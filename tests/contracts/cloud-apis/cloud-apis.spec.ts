import assert from "node:assert/strict";
import { httpsAndDns } from "../../plan/https-and-dns";
import { knownPlan } from "../../plan/known-plan";
import { programNames } from "../../plan/program-names";
import { clouds, type SamplePlan } from "./cloud-api";
import { mappedInputs, PlanChecker, sentResources } from "./plan-problems";
import type { SentResource } from "./requests";

/** A plan whose resources are recorded when the first test asks. */
interface RecordedPlan {
  readonly title: string;
  readonly resources: () => Promise<readonly SentResource[]>;
}

function recorded({ title, plan }: SamplePlan): RecordedPlan {
  let resources: Promise<SentResource[]> | undefined;
  return { title, resources: () => (resources ??= plan().then(sentResources)) };
}

const programs = programNames.map((name) => recorded({ title: name, plan: () => knownPlan(name) }));
const withHttpsAndDns = Object.entries(httpsAndDns).map(([name, settings]) =>
  recorded({ title: `${name} with HTTPS and DNS`, plan: () => knownPlan(name, settings) }),
);

describe("requests that follow from a plan are as the APIs of the clouds describe them", () => {
  let checker: PlanChecker;
  before(async function () {
    this.timeout(300_000);
    checker = await PlanChecker.load(this);
  });

  describe("programs", () => {
    for (const { title, resources } of programs) {
      it(title, async () => {
        assert.deepEqual(checker.check(await resources()).problems, []);
        assert.equal((await resources()).length > 0, clouds.has(title), "each cloud has the name of its program");
      });
    }
    for (const { title, resources } of withHttpsAndDns) {
      it(title, async () => {
        assert.deepEqual(checker.check(await resources()).problems, []);
      });
    }
  });

  for (const [name, cloud] of clouds) {
    describe(name, () => {
      const samples = cloud.samples.map(recorded);
      const all = async () => {
        const found: SentResource[] = [];
        // One after the other, because a program reads the settings of its stack from this process.
        for (const one of [...programs, ...withHttpsAndDns, ...samples]) found.push(...(await one.resources()));
        return found;
      };

      for (const { title, resources } of samples) {
        it(title, async () => {
          assert.deepEqual(checker.check(await resources()).problems, []);
          assert.notEqual((await resources()).length, 0);
        });
      }

      it("is asked for every input of the mapping", async function () {
        this.timeout(300_000);
        const { inputs } = checker.check(await all());
        assert.deepEqual(
          mappedInputs(cloud).filter((input) => !inputs.has(input)),
          [],
          "drop these from the mapping, or add a sample",
        );
      });

      for (const { title, problems } of cloud.reviews ?? []) {
        it(title, async function () {
          this.timeout(300_000);
          assert.deepEqual(await problems(await all(), this), []);
        });
      }
    });
  }
});
