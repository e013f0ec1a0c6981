/** Tries the inputs that a `FuzzProcess` asks for, until that ends it. */
import { BATCH, tryBatch, type Outcome } from "./batch";
import { sumOf, type Message, type Range } from "./fuzz-process";

const say = (message: Message): void => void process.send?.(message);

async function tryRange({ type, first, count }: Range): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (let batch = first; batch < first + count; batch += BATCH)
    outcomes.push(await tryBatch(type, batch, (started) => say({ started })));
  return sumOf(outcomes);
}

process.on("message", (range: Range) => {
  tryRange(range).then(
    (outcome) => say({ outcome }),
    (error: unknown) => say({ wrong: error instanceof Error ? error.message : String(error) }),
  );
});
process.on("disconnect", () => process.exit());
