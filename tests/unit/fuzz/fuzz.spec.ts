import assert from "node:assert/strict";
import { inspect } from "node:util";
import { InvalidArgs } from "../../../components";
import { recordProgram, type Recording } from "../../../recorder";
import { fuzzed, ownCluster, type Fuzzed } from "./components";
import { argumentsFor, spoiled } from "./generate";
import { Random } from "./random";

/** Inputs of each component. `MLPLATFORM_FUZZ=100000` is the full form. */
const INPUTS = Number(process.env["MLPLATFORM_FUZZ"] ?? 2000);
/** Components in one program, to start fewer programs. */
const BATCH = 50;

interface Outcome {
  readonly accepted: number;
  readonly refused: number;
  /** How often each block was in accepted arguments. */
  readonly blocks: ReadonlyMap<string, number>;
}

describe("a component with any arguments is planned or refused with InvalidArgs", function () {
  this.timeout(60_000 + INPUTS * 200);

  for (const [type, component] of Object.entries(fuzzed)) {
    it(`${type}, ${String(INPUTS)} times`, async () => {
      const total = { accepted: 0, refused: 0, blocks: new Map(component.blocks.map((block) => [block, 0])) };
      for (let seed = 0; seed < INPUTS; seed += BATCH) {
        const { accepted, refused, blocks } = await batch(type, component, seed);
        total.accepted += accepted;
        total.refused += refused;
        for (const [block, count] of blocks) total.blocks.set(block, (total.blocks.get(block) ?? 0) + count);
      }
      assert.equal(total.accepted + total.refused, INPUTS);
      if (process.env["MLPLATFORM_FUZZ"] !== undefined) console.log(type, total);
      const unreached = [...total.blocks].flatMap(([block, count]) => (count === 0 ? [block] : []));
      assert.deepEqual(unreached, [], `${type}: no accepted arguments have these blocks`);
      // Otherwise only the first checks would be tried.
      assert.ok(total.accepted > INPUTS / 50, `${type}: only ${String(total.accepted)} were accepted`);
      assert.ok(total.refused > INPUTS / 2, `${type}: only ${String(total.refused)} were refused`);
    });
  }
});

/**
 * Arguments number `seed`. Of ten, four are of the declared types only, most with wrong values. The others fit together, but for
 * one wrong value; one of twenty has none, because it takes time to plan what is accepted.
 */
function argumentsNumber(type: string, { fit }: Fuzzed, seed: number): Record<string, unknown> {
  const random = new Random(seed);
  const wrong = WRONG[seed % 10] ?? 0;
  const args = argumentsFor(type, { random, wrong, later: random.chance(0.3) ? 0.3 : 0 });
  if (seed % 10 < WRONG.length) return args;
  const fitting = fit(args, random);
  return seed % 20 === 9 ? fitting : spoiled(fitting, random);
}

/** Probability of a wrong value, at every value. */
const WRONG: readonly number[] = [0.2, 0.1, 0.05, 0];

/** Creates many components in one program. A refused one must leave no resource, and an accepted one must be complete. */
async function batch(type: string, component: Fuzzed, first: number): Promise<Outcome> {
  const refused = new Set<string>();
  const blocks = new Map<string, number>();
  const nameOf = (seed: number): string => `n${String(seed)}`;
  const recording = await recordProgram(
    () => {
      let options = ownCluster(nameOf(first));
      for (let seed = first; seed < first + BATCH; seed++) {
        const args = argumentsNumber(type, component, seed);
        try {
          component.create(nameOf(seed), args as never, options);
          // One that is refused leaves its cluster to the next.
          options = ownCluster(`after-${nameOf(seed)}`);
          for (const block of component.blocks.filter((name) => args[name] !== undefined))
            blocks.set(block, (blocks.get(block) ?? 0) + 1);
        } catch (error) {
          if (!(error instanceof InvalidArgs)) assert.fail(failure(type, seed, args, error));
          assert.match(error.message, /^[^\n]+ has invalid arguments:\n {2}- /);
          refused.add(nameOf(seed));
        }
      }
    },
    { project: "proj", stack: "test", lines: false, stallAfterMs: 10_000 },
  );
  checkRecording(type, recording, refused, first);
  return { accepted: BATCH - refused.size, refused: refused.size, blocks };
}

function checkRecording(type: string, { error, furtherErrors, graph }: Recording, refused: Set<string>, first: number) {
  // An output that resolves to something wrong is refused later, and what depends on it is not created.
  const errors = error === undefined ? [] : [error, ...furtherErrors];
  for (const late of errors) if (!(late instanceof InvalidArgs)) assert.fail(failure(type, first, {}, late));
  const ours = graph.resources.filter((resource) => resource.type === `mlplatform:index:${type}`);
  assert.deepEqual(
    ours.filter(({ name }) => refused.has(name)),
    [],
  );
  const open = ours.filter(({ outputsRegistered }) => outputsRegistered !== 1);
  if (errors.length === 0)
    assert.deepEqual(
      open.map(({ name }) => name),
      [],
    );
}

const failure = (type: string, seed: number, args: unknown, error: unknown): string =>
  `${type} number ${String(seed)}: ${error instanceof Error ? String(error.stack) : String(error)}\n${inspect(args, { depth: 6 })}`;
