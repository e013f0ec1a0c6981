import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { State } from "../../../cli/stack/state";
import { version as current } from "../../../package.json";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { releasedVersions } from "../../upgrades/released-state";
import { serveCharts } from "../charts/chart-repository";
import { startCluster } from "../cluster";
import { startSeldonOperator } from "../operators/seldon-operator";
import { repositoryConfig, repositoryProgram } from "../programs/run-program";
import { kubernetesPlugin } from "../providers/plugin";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { toolchain } from "../toolchain";
import {
  checkpointOf,
  isRecording,
  lossesOf,
  placesOf,
  recordCheckpoint,
  standLookedUp,
  type Places,
} from "./checkpoint";

const PROGRAM = "existing";

describe("checkpoints of releases of the program `existing`, on the real engine", () => {
  const folder = mkdtempSync(join(tmpdir(), "mlplatform-upgrades-"));
  const endings: (() => Promise<void>)[] = [];
  let stack: EngineStack;
  let places: Places;

  before(async () => {
    const cluster = await startCluster();
    endings.push(() => cluster.stop());
    const tools = await toolchain();
    await packageCharts(await assembleCharts(join(folder, "charts")), tools.helm, folder);
    const charts = await serveCharts(folder);
    endings.push(() => charts.stop());
    places = placesOf(cluster, charts.url);
    stack = await engineStack({
      project: "mlplatform",
      program: repositoryProgram,
      providers: [kubernetesPlugin(tools)],
      config: repositoryConfig({
        program: PROGRAM,
        kubeconfig: cluster.kubeconfigPath,
        context: cluster.context,
        kubernetesVersion: "1.36",
        sourceRanges: JSON.stringify(["203.0.113.0/24"]),
        mirror: charts.url,
      }),
    });
    endings.push(() => stack.dispose());
    if (!isRecording()) {
      await standLookedUp(cluster, recorded(current));
      return;
    }
    const operator = await startSeldonOperator(cluster);
    endings.push(() => operator.stop());
    await stack.up();
    await recordCheckpoint(stack, current, PROGRAM, places);
  });

  after(async () => {
    for (const end of endings.reverse()) await end();
    rmSync(folder, { recursive: true });
  });

  const recorded = (version: string): State => checkpointOf(version, PROGRAM, places);

  for (const version of releasedVersions()) {
    it(`lose nothing that holds data or traffic, from ${version}`, async () => {
      assert.deepEqual(await lossesOf(stack, recorded(version)), []);
    });
  }

  it("would lose what has another name now, and what its provider replaces", async () => {
    const text = JSON.stringify(recorded(current))
      .replaceAll("IngressLayer$kubernetes:core/v1:Namespace::ingress-namespace", "$&-before")
      .replaceAll('"namespace":"seldon-system"', '"namespace":"before"');
    assert.deepEqual((await lossesOf(stack, JSON.parse(text) as State)).sort(), [
      "create-replacement kubernetes:helm.sh/v3:Release seldon",
      "delete kubernetes:core/v1:Namespace ingress-namespace-before",
      "delete-replaced kubernetes:helm.sh/v3:Release seldon",
      "replace kubernetes:helm.sh/v3:Release seldon",
    ]);
  });
});
