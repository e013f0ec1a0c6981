/** How long the page of the largest program takes to open in Debian's Chromium: `npm run bench -- --page`. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planPage } from "../../../cli/plan/html/page";
import { Browser, type Screen } from "../../engine/browser/chromium";
import { EVERYTHING, LARGEST } from "../../engine/browser/largest-program";
import { planOf } from "../../plan/plan-of-program";

/** It is to be open within two seconds. */
const LIMIT_MS = 2000;

const SCREENS: Readonly<Record<string, Screen>> = {
  desktop: { width: 1440, height: 900, theme: "light" },
  phone: { width: 390, height: 844, theme: "dark" },
};

/** Opens the page again and again, and says how long it took until the picture was painted. */
export async function measurePage(runs: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "bench-page-"));
  const file = join(folder, "plan.html");
  const start = performance.now();
  writeFileSync(file, planPage(await planOf(LARGEST, ...EVERYTHING)));
  const written = performance.now() - start;
  const browser = await Browser.start();
  try {
    const lines = [];
    for (const [name, screen] of Object.entries(SCREENS)) {
      const times: number[] = [];
      // The first round only warms the disk's cache and is not counted.
      for (let round = 0; round <= runs; round++) {
        const opened = await timeToOpen(browser, file, screen);
        if (round > 0) times.push(opened);
      }
      times.sort((one, other) => one - other);
      const [median = 0, most = 0] = [times[Math.floor(times.length / 2)], times.at(-1)];
      const verdict = most <= LIMIT_MS ? "in time" : "TOO SLOW";
      lines.push(
        `${name}: open in ${median.toFixed(0)} ms (median of ${String(runs)}; most ${most.toFixed(0)} ms), ${verdict}`,
      );
    }
    const size = (statSync(file).size / 1024).toFixed(0);
    return [
      `page of ${LARGEST} with everything: ${size} KiB, planned and written in ${written.toFixed(0)} ms`,
      ...lines,
    ].join("\n");
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

/** From the request for the file to the frame after the scripts have run. */
async function timeToOpen(browser: Browser, file: string, screen: Screen): Promise<number> {
  await browser.open(file, screen);
  return Number(
    await browser.evaluate(
      "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))",
    ),
  );
}
