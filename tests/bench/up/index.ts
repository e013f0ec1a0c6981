import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { serveCharts } from "../../engine/charts/chart-repository";
import { type ClusterOptions, type TestCluster, startCluster } from "../../engine/cluster";
import { freePorts } from "../../engine/cluster/free-ports";
import { startCertManager } from "../../engine/operators/cert-manager";
import { startMetalLb } from "../../engine/operators/metallb";
import { startSeldonOperator } from "../../engine/operators/seldon-operator";
import { toolchain } from "../../engine/toolchain";
import { runQuickstart } from "./quickstart";
import type { UpFigures, UpRequest } from "./up-once";

const root = resolve(__dirname, "../../..");

/** Seconds from the placement of a simulated pod until it runs, as for pulling an image. */
const POD_START_SECONDS = 10;

/** A program to bring up. */
export interface Contestant extends Pick<UpRequest, "checkout" | "program"> {
  readonly name: string;
  /** Further settings of the program. @default none */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Something that is measured on a new cluster. */
interface Measured {
  readonly name: string;
  readonly run: (place: Place) => Promise<UpFigures>;
}

/** What a new cluster has. */
interface Kind {
  /** Whether it gives addresses to load balancers itself, and its storage class. */
  readonly options: ClusterOptions;
  /** What runs in place of pods. */
  readonly controllers: readonly ((cluster: TestCluster) => Promise<{ stop(): Promise<void> }>)[];
}

/** A new cluster, and where the charts are: at a URL, and in a folder. */
interface Place {
  readonly cluster: TestCluster;
  readonly mirror: string;
  readonly folder: string;
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
export const benchUp = (base: string | undefined, runs: number): Promise<void> =>
  compare(
    { options: {}, controllers: [startSeldonOperator, startCertManager] },
    contestants(base).map(({ name, ...one }) => ({
      name,
      run: ({ cluster, mirror }) => upOf(one, existing(cluster, mirror)),
    })),
    runs,
  );

/** Brings the program `k3d` up, and runs the quickstart's commands for the same one after another. */
export const benchLocal = (runs: number): Promise<void> =>
  compare(
    { options: { loadBalancers: false, storageClass: "local-path" }, controllers: [startSeldonOperator, startMetalLb] },
    [
      {
        name: "up of k3d",
        run: async ({ cluster, mirror }) => {
          const [httpPort, httpsPort, apiPort] = await freePorts(3);
          const k3d = JSON.stringify({ httpPort, httpsPort, apiPort });
          const settings = { program: "k3d", kubernetesVersion: "1.36", mirror, k3d };
          return upOf({ checkout: root }, { settings, k3dKubeconfig: cluster.kubeconfigPath });
        },
      },
      {
        name: "the quickstart's commands",
        run: async ({ cluster, folder }) => ({
          ms: await runQuickstart(cluster, folder),
          criticalPath: { ms: NaN, urns: [] },
        }),
      },
    ],
    runs,
  );

async function compare(kind: Kind, measured: readonly Measured[], runs: number): Promise<void> {
  const { helm } = await toolchain();
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-bench-up-"));
  const mirrored = await serveChartsIn(folder, helm);
  const taken = measured.map((one) => ({ ...one, figures: [] as UpFigures[] }));
  try {
    for (let run = 1; run <= runs; run++) {
      for (const { name, run: measure, figures } of taken) {
        console.error(`${name}, run ${run} …`);
        figures.push(await onNewCluster(kind, (cluster) => measure({ cluster, mirror: mirrored.url, folder })));
      }
    }
  } finally {
    await mirrored.stop();
    rmSync(folder, { recursive: true });
  }
  const rows = taken.map(({ name, figures }) => ({ name, ...summary(figures) }));
  const [own, ...others] = rows;
  for (const { name, seconds, pathSeconds, path } of rows) {
    const chain = path.length === 0 ? "" : `; critical path ${pathSeconds.toFixed(1)} s (${path.join(" > ")})`;
    console.log(`${name}: ${seconds.toFixed(1)} s${chain}`);
  }
  if (own === undefined) return;
  console.log(`${own.name} / its critical path: ${(own.seconds / own.pathSeconds).toFixed(2)}`);
  for (const other of others) console.log(`${other.name} / ${own.name}: ${(other.seconds / own.seconds).toFixed(2)}`);
}

async function serveChartsIn(folder: string, helm: string) {
  await packageCharts(await assembleCharts(join(folder, "charts")), helm, folder);
  return serveCharts(folder);
}

async function onNewCluster<T>(kind: Kind, work: (cluster: TestCluster) => Promise<T>): Promise<T> {
  const cluster = await startCluster({ startDelay: POD_START_SECONDS, ...kind.options });
  const running: { stop(): Promise<void> }[] = [];
  try {
    for (const start of kind.controllers) running.push(await start(cluster));
    return await work(cluster);
  } finally {
    for (const controller of running) await controller.stop();
    await cluster.stop();
  }
}

/** The settings of the program `existing`. */
const existing = (cluster: TestCluster, mirror: string): Pick<UpRequest, "settings"> => ({
  settings: {
    program: "existing",
    kubeconfig: cluster.kubeconfigPath,
    context: cluster.context,
    kubernetesVersion: "1.36",
    sourceRanges: JSON.stringify(["203.0.113.0/24"]),
    mirror,
  },
});

async function upOf(
  { checkout, program, settings: own }: Omit<Contestant, "name">,
  { settings, k3dKubeconfig }: Pick<UpRequest, "settings" | "k3dKubeconfig">,
): Promise<UpFigures> {
  const request: UpRequest = { checkout, program, settings: { ...settings, ...own }, k3dKubeconfig };
  const args = ["--import", "tsx", resolve(__dirname, "up-once.ts"), JSON.stringify(request)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: checkout, env: process.env });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as UpFigures;
}

/** The fastest run is the one that other work on the machine disturbed least. */
function summary(figures: readonly UpFigures[]): { seconds: number; pathSeconds: number; path: string[] } {
  const [best] = [...figures].sort((one, other) => one.ms - other.ms);
  if (best === undefined) throw new Error("nothing was measured");
  const { ms, urns } = best.criticalPath;
  return { seconds: best.ms / 1000, pathSeconds: ms / 1000, path: urns.map((urn) => urn.split("::").at(-1) ?? urn) };
}
