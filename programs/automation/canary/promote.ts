import type { Judgement } from "./judge";

/** What a promotion does to the world. */
export interface Promotion {
  /** Shares of the traffic, in percent, one after another. */
  readonly steps: readonly number[];
  /** Gives the canary this share. */
  readonly setTraffic: (percent: number) => Promise<void>;
  /** Waits for the window that is judged, and judges it. */
  readonly judgeStep: (percent: number) => Promise<Judgement>;
  readonly print: (line: string) => void;
}

/**
 * Gives a canary more traffic step by step. Takes all of it back as soon as it is worse than the version beside it, or if that cannot be
 * told. Resolves to whether it has all steps; rejects with what kept it from being judged.
 */
export async function promote({ steps, setTraffic, judgeStep, print }: Promotion): Promise<boolean> {
  const takeBack = async (reason: string): Promise<void> => {
    print(`Rolling back to 0 %: ${reason}.`);
    await setTraffic(0);
  };
  for (const percent of steps) {
    print(`The canary gets ${String(percent)} % of the traffic.`);
    let judgement: Judgement;
    try {
      await setTraffic(percent);
      judgement = await judgeStep(percent);
    } catch (error) {
      await takeBack(error instanceof Error ? error.message.replace(/\.$/, "") : String(error));
      throw error;
    }
    if (judgement.verdict !== "good") {
      await takeBack(judgement.reason);
      return false;
    }
    print(`  good: ${judgement.reason}`);
  }
  return true;
}
