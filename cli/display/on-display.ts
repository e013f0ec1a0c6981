import { Interruption } from "../interruption";
import { endProcess } from "../output";
import { Cancelled } from "../user-error";
import { chooseDisplay } from "./choose-display";
import type { Display } from "./run-event";

/** Runs a command that changes a stack, and shows what happens. An interruption ends it in order. */
export async function onDisplay<T>(
  json: boolean,
  work: (show: Display["show"], interruption: Interruption) => Promise<T>,
): Promise<T> {
  const display = chooseDisplay(process.stdout, { json });
  const interruption = new Interruption({
    onFirst: () => {
      display.show({ kind: "message", text: CANCELLING });
    },
    onUnheard: () => {
      display.end();
      endProcess(130);
    },
  });
  try {
    return await interruption.during(() => work(display.show, interruption));
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    throw new Cancelled(`${error.message}\nCancelled. The same command continues where it ended.`);
  } finally {
    display.end();
  }
}

const CANCELLING =
  "Cancelling, as soon as what has started is finished. Ctrl-C again ends it at once; the next run then repairs what that leaves.";
