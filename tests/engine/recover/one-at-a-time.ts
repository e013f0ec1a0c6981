import { locked } from "../toolchain/lock";

/** How long a suite may wait until another one, in another worker, has ended. */
export const WAIT_FOR_OTHERS_MS = 45 * 60_000;

/**
 * Waits until no other process of this machine runs a suite that kills engines, and returns how to let the next one go on.
 *
 * A recovery waits while any provider on the machine has lost its engine, because nothing tells which stack a provider is of.
 * So suites that leave such providers behind would wait for those of one another.
 */
export async function oneAtATime(): Promise<() => void> {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  await new Promise<void>((resolve, reject) => {
    const run = (): Promise<void> => {
      resolve();
      return ended;
    };
    locked("suites that kill engines", () => undefined, run).catch(reject);
  });
  return end;
}
