import assert from "node:assert/strict";
import { providerSurvives, settledLook } from "../../../../cli/recover/survivors";
import { enginePort, onlyOrphans, orphanOf, type Orphan } from "./orphan";

describe("a provider that outlived its engine", () => {
  let show: () => void;
  before(() => (show = onlyOrphans()));
  after(() => {
    show();
  });

  let orphan: Orphan | undefined;
  afterEach(async () => {
    await orphan?.end();
    orphan = undefined;
  });

  it("is one whose engine no longer listens", async () => {
    const engine = await enginePort();
    assert.equal(await providerSurvives(), false);
    orphan = orphanOf(engine.port);
    assert.equal(await providerSurvives(), false);
    await engine.close();
    assert.equal(await providerSurvives(), true);
    await orphan.end();
    orphan = undefined;
    assert.equal(await providerSurvives(), false);
  });

  const deadOrphan = async () => {
    const engine = await enginePort();
    await engine.close();
    return orphanOf(engine.port);
  };
  const looking = (unsettledUntil: (seen: number) => number | undefined, onLook = (_seen: number): unknown => 0) => {
    const lines: string[] = [];
    let seen = 0;
    const look = async () => {
      await onLook(++seen);
      return seen;
    };
    const say = (line: string) => lines.push(line);
    return settledLook({ look, unsettledUntil, name: "Helm release a/b", say }).then((last) => ({ last, lines }));
  };
  const soon = () => Date.now() + 60_000;

  it("is waited for until what it works on is final", async () => {
    orphan = await deadOrphan();
    assert.deepEqual(await looking((seen) => (seen < 3 ? soon() : undefined)), {
      last: 3,
      lines: ["waiting for Helm release a/b: a provider of the killed run is still at work"],
    });
  });

  it("is waited for until it ends, and its last work is seen", async () => {
    orphan = await deadOrphan();
    const { last } = await looking(soon, async (seen) => {
      if (seen === 1) await orphan?.end();
      orphan = undefined;
    });
    assert.equal(last, 2);
  });

  it("is not waited for longer than its work may take", async () => {
    orphan = await deadOrphan();
    assert.deepEqual(await looking(() => Date.now()), { last: 1, lines: [] });
  });

  it("is not waited for where there is none", async () => {
    assert.deepEqual(await looking(soon), { last: 1, lines: [] });
  });
});
