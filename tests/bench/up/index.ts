import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { serveCharts } from "../../engine/charts/chart-repository";
import { startCluster } from "../../engine/cluster";
import { startCertManager } from "../../engine/operators/cert-manager";
import { startSeldonOperator } from "../../engine/operators/seldon-operator";
import { toolchain } from "../../engine/toolchain";
import type { UpFigures, UpRequest } from "./up-once";

const root = resolve(__dirname, "../../..");

/** Seconds from the placement of a simulated pod until it runs, as for pulling an image. */
const POD_START_SECONDS = 10;

/** A program to bring up. */
export interface Contestant extends Pick<UpRequest, "checkout" | "program"> {
  readonly name: string;
  /** Further settings of the program `existing`. @default none */
  readonly settings?: Readonly<Record<string, string>>;
}

const HTTPS = { hosts: JSON.stringify(["models.example.org"]), tls: "selfSigned" };

/** This checkout's program, without and with HTTPS, another checkout's if one is named, and the same resources written by hand. */
export const contestants = (base: string | undefined): Contestant[] => [
  { name: "up of existing", checkout: root },
  { name: "up of existing with self-signed TLS", checkout: root, settings: HTTPS },
  ...(base === undefined ? [] : [{ name: `up of existing in ${base}`, checkout: resolve(base) }]),
  { name: "up of the flat program", checkout: root, program: "./tests/bench/flat/existing" },
];

/** Brings each program up in turn, each time on a new cluster, and prints what that took. */
export async function benchUp(base: string | undefined, runs: number): Promise<void> {
  const { helm } = await toolchain();
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-bench-up-"));
  const mirrored = await serveChartsIn(folder, helm);
  const taken = contestants(base).map((contestant) => ({ contestant, figures: [] as UpFigures[] }));
  try {
    for (let run = 1; run <= runs; run++) {
      for (const { contestant, figures } of taken) {
        console.error(`${contestant.name}, run ${run} …`);
        figures.push(await upOnNewCluster(contestant, mirrored.url));
      }
    }
  } finally {
    await mirrored.stop();
    rmSync(folder, { recursive: true });
  }
  const rows = taken.map(({ contestant, figures }) => ({ name: contestant.name, ...summary(figures) }));
  const [own, ...others] = rows;
  for (const { name, seconds, pathSeconds, path } of rows) {
    console.log(`${name}: ${seconds.toFixed(1)} s; critical path ${pathSeconds.toFixed(1)} s (${path.join(" > ")})`);
  }
  if (own === undefined) return;
  console.log(`${own.name} / its critical path: ${(own.seconds / own.pathSeconds).toFixed(2)}`);
  for (const other of others) console.log(`${other.name} / ${own.name}: ${(other.seconds / own.seconds).toFixed(2)}`);
}

async function serveChartsIn(folder: string, helm: string) {
  await packageCharts(await assembleCharts(join(folder, "charts")), helm, folder);
  return serveCharts(folder);
}

async function upOnNewCluster({ checkout, program, settings: own }: Contestant, mirror: string): Promise<UpFigures> {
  const cluster = await startCluster({ startDelay: POD_START_SECONDS });
  const controllers = [await startSeldonOperator(cluster), await startCertManager(cluster)];
  try {
    const settings = {
      program: "existing",
      kubeconfig: cluster.kubeconfigPath,
      context: cluster.context,
      kubernetesVersion: "1.36",
      sourceRanges: JSON.stringify(["203.0.113.0/24"]),
      mirror,
      ...own,
    };
    const request: UpRequest = { checkout, program, settings };
    const args = ["--import", "tsx", resolve(__dirname, "up-once.ts"), JSON.stringify(request)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: checkout, env: process.env });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as UpFigures;
  } finally {
    for (const controller of controllers) await controller.stop();
    await cluster.stop();
  }
}

/** The fastest run is the one that other work on the machine disturbed least. */
function summary(figures: readonly UpFigures[]): { seconds: number; pathSeconds: number; path: string[] } {
  const [best] = [...figures].sort((one, other) => one.ms - other.ms);
  if (best === undefined) throw new Error("nothing was measured");
  const { ms, urns } = best.criticalPath;
  return { seconds: best.ms / 1000, pathSeconds: ms / 1000, path: urns.map((urn) => urn.split("::").at(-1) ?? urn) };
}
