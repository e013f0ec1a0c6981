import { UserError } from "../user-error";
import { forEachAtOnce } from "./at-once";
import { digestOfFile } from "./digest";
import { copyFailure, stopsAll, CopyFailed } from "./failure";
import { isChartItem, labelOf, type Item, type LockedChart } from "./lock-file";
import type { Place, Source } from "./place";

/** An item that a mirror does not have, and why. */
export interface Missing {
  readonly item: Item;
  readonly reason: string;
}

type Say = (line: string) => void;

/**
 * Copies what a mirror does not have yet, and returns what it does not have afterwards. An item is there only if it has been read back
 * with the digest of the lock. After a failure that every other item would have too, no other is begun.
 */
export async function copyItems(items: readonly Item[], from: Source, to: Place, say: Say): Promise<Missing[]> {
  let isHopeless = false;
  return eachItem(items, say, async (item) => {
    if (isHopeless) throw new CopyFailed("not tried after that", "other");
    try {
      return await copied(item, from, to);
    } catch (error) {
      isHopeless ||= error instanceof CopyFailed && stopsAll(error);
      throw error;
    }
  });
}

/** Compares a mirror with its lock, and returns what it does not have. */
export const compareItems = (items: readonly Item[], place: Place, say: Say): Promise<Missing[]> =>
  eachItem(items, say, async (item) => {
    const found = await digestAt(place, item);
    if (found === item.digest) return "is there";
    throw new CopyFailed(found === undefined ? "is not there, or not all of it" : differs(found, item), "other");
  });

async function copied(item: Item, from: Source, to: Place): Promise<string> {
  if ((await digestAt(to, item)) === item.digest) return "is there already";
  if (isChartItem(item)) await to.putChart(item, await rightFile(item, from));
  else await to.putImage(item, from.imageName(item));
  const found = await digestAt(to, item);
  if (found === item.digest) return "copied";
  throw new CopyFailed(found === undefined ? "was copied, but cannot be read back" : differs(found, item), "other");
}

/** Skopeo compares what it copies with its digests; Helm does not, and a wrong chart must not get into the mirror at all. */
async function rightFile(item: LockedChart, from: Source): Promise<string> {
  const file = await from.chartFile(item);
  const digest = await digestOfFile(file);
  if (digest === item.digest) return file;
  throw new CopyFailed(`${file} ${differs(digest, item)}, so it was not copied`, "other");
}

const digestAt = (place: Place, item: Item): Promise<string | undefined> =>
  isChartItem(item) ? place.chartDigest(item) : place.imageDigest(item);

const differs = (found: string, { digest }: Item): string => `has the digest ${found} instead of ${digest}`;

/** Handles each item, says how far that is, and returns those that failed, in their order. */
async function eachItem(items: readonly Item[], say: Say, handle: (item: Item) => Promise<string>): Promise<Missing[]> {
  const reasons = new Map<Item, string>();
  for (const [kind, some] of [
    ["charts", items.filter(isChartItem)],
    ["images", items.filter((item) => !isChartItem(item))],
  ] as const) {
    let done = 0;
    await forEachAtOnce<Item>(some, async (item) => {
      let state: string;
      try {
        state = await handle(item);
      } catch (error) {
        if (error instanceof UserError) throw error;
        reasons.set(item, copyFailure(error).message);
        state = "is missing";
      }
      done++;
      say(`${kind} ${String(done)}/${String(some.length)}  ${labelOf(item).replace(/^\w+ /, "")} ${state}`);
    });
  }
  return items.flatMap((item) => {
    const reason = reasons.get(item);
    return reason === undefined ? [] : [{ item, reason }];
  });
}
