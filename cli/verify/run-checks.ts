import { setTimeout as sleep } from "node:timers/promises";
import type { Check } from "./check";
import { Ended, outcomeOf, unreachable, type Outcome } from "./outcome";

/** A check and what it found. */
export interface Finding extends Outcome {
  readonly component: string;
  readonly check: string;
  /** How long it took. */
  readonly seconds: number;
}

/** What limits the checks. */
export interface RunOptions {
  /** Seconds for all checks together. */
  readonly seconds: number;
  /** Aborts if the user interrupts. */
  readonly interrupt?: AbortSignal;
  /** Called when a check has ended. */
  readonly onEnd?: (finding: Finding) => void;
}

const CHECK_SECONDS = 30;

/** Within these milliseconds after its end, a check may say what it waited for. */
const LAST_WORDS_MS = 100;

/** Seconds that checks have after the end to remove what they created. */
const CLEANUP_SECONDS = 30;

/** Runs checks at the same time, each for its own seconds and all for theirs. The findings are in the order of the checks. */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<Finding[]> {
  const { seconds, interrupt = new AbortController().signal, onEnd = () => undefined } = options;
  const began = Date.now();
  const running: Promise<unknown>[] = [];
  const findings = checks.map(async (check) => {
    const own = Math.min(check.seconds ?? CHECK_SECONDS, seconds);
    const limit = new AbortController();
    const timer = setTimeout(() => {
      const which = own === seconds ? `${own} s, the time limit of all checks` : `${own} s`;
      limit.abort(new Ended(unreachable(`no result within ${which}`)));
    }, own * 1000);
    const signal = AbortSignal.any([interrupt, limit.signal]);
    // Not synchronously: a check that throws is a finding too.
    const run = Promise.resolve().then(() => check.run({ signal, until: began + own * 1000 }));
    running.push(run.catch(() => undefined));
    const outcome = await Promise.race([run, aborted(signal)]).catch(outcomeOf);
    clearTimeout(timer);
    const took = Math.round((Date.now() - began) / 100) / 10;
    const finding = { component: check.component, check: check.name, ...outcome, seconds: took };
    if (!interrupt.aborted) onEnd(finding);
    return finding;
  });
  const found = await Promise.all(findings);
  const done = new AbortController();
  const tooLong = sleep(CLEANUP_SECONDS * 1000, undefined, { signal: done.signal }).catch(() => undefined);
  await Promise.race([Promise.all(running), tooLong]);
  done.abort();
  return found;
}

/** Rejects with the reason of the signal, a moment after it aborts. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = (): void => {
      setTimeout(() => {
        reject(signal.reason as Error);
      }, LAST_WORDS_MS);
    };
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
