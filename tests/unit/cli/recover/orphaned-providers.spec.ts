import assert from "node:assert/strict";
import { orphanedProviderRuns, readSettled } from "../../../../cli/recover/orphaned-providers";
import { enginePort, onlyOrphans, orphanOf, type Orphan } from "./orphan";

describe("an orphaned provider", () => {
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

  it("is a provider whose engine no longer listens", async () => {
    const engine = await enginePort();
    assert.equal(await orphanedProviderRuns(), false);
    orphan = orphanOf(engine.port);
    assert.equal(await orphanedProviderRuns(), false);
    await engine.close();
    assert.equal(await orphanedProviderRuns(), true);
    await orphan.end();
    orphan = undefined;
    assert.equal(await orphanedProviderRuns(), false);
  });

  const deadOrphan = async () => {
    const engine = await enginePort();
    await engine.close();
    return orphanOf(engine.port);
  };
  const readWhile = (changesUntil: (value: number) => number | undefined, onRead = (_value: number): unknown => 0) => {
    const lines: string[] = [];
    let value = 0;
    const read = async () => {
      await onRead(++value);
      return value;
    };
    const print = (line: string) => lines.push(line);
    return readSettled({ read, changesUntil, name: "Helm release a/b", print }).then((last) => ({ last, lines }));
  };
  const soon = () => Date.now() + 60_000;

  it("is waited for until the value that it changes is final", async () => {
    orphan = await deadOrphan();
    assert.deepEqual(await readWhile((value) => (value < 3 ? soon() : undefined)), {
      last: 3,
      lines: ["waiting for Helm release a/b: a provider of the interrupted run is still running"],
    });
  });

  it("is waited for until it ends, and the value is read once more", async () => {
    orphan = await deadOrphan();
    const { last } = await readWhile(soon, async (value) => {
      if (value === 1) await orphan?.end();
      orphan = undefined;
    });
    assert.equal(last, 2);
  });

  it("is not waited for longer than its operation may take", async () => {
    orphan = await deadOrphan();
    assert.deepEqual(await readWhile(() => Date.now()), { last: 1, lines: [] });
  });

  it("is not waited for if none runs", async () => {
    assert.deepEqual(await readWhile(soon), { last: 1, lines: [] });
  });
});
