import assert from "node:assert/strict";
import path from "node:path";
import { imagesOfObjects } from "../../../cli/mirror/planned-images";
import { plannedCharts } from "../../../cli/mirror/planned-charts";
import { PublicSource } from "../../../cli/mirror/public-source";
import { imagesOfRelease } from "../../../cli/mirror/rendered-charts";
import { Tools } from "../../../cli/mirror/tools";
import { planProgram } from "../../../cli/plan/plan-program";
import { redactedPlan } from "../../../cli/plan/redacted-plan";
import type { Setting } from "../../../cli/project/config";
import { withEnvironment } from "../../unit/cli/doctor/fake-tools";
import { MirrorBench, NO_INTERNET } from "./mirror-bench";
import type { Registry } from "./registry";
import { skipWithoutRegistry } from "./skip-without-registry";

const root = path.resolve(__dirname, "../../..");

describe("a mirror of a program", () => {
  const bench = new MirrorBench();
  let registry: Registry;
  const published = new Set<string>();

  before(async function () {
    await skipWithoutRegistry(this);
    await bench.start({});
    registry = await bench.registry();
  });

  after(() => bench.stop());

  const mirrored = () => `${registry.address}/ml`;

  /** What a program installs with this config: where each chart comes from, and every image. */
  async function needsOf(program: string, settings: readonly Setting[]) {
    const { graph } = redactedPlan(await planProgram({ cwd: root, program, settings }));
    const tools = new Tools(120, new AbortController().signal);
    const programDir = path.join(root, "programs");
    const source = new PublicSource(tools, bench.folder, programDir);
    const charts = plannedCharts(graph, programDir);
    const images = [...imagesOfObjects(graph).images];
    for (const chart of charts) {
      images.push(...(await imagesOfRelease(tools, chart, await source.chartFile(chart))).images);
    }
    return { sources: charts.map((chart) => chart.source), images: [...new Set(images)].sort() };
  }

  for (const program of ["existing", "aws", "azure", "gcp", "k3d", "onprem"]) {
    it(`has all that ${program} installs when its config names the mirror, with nothing else in reach`, async () => {
      const inPublic = await withEnvironment(bench.env, () => needsOf(program, []));
      for (const image of inPublic.images.filter((each) => !published.has(each))) {
        await bench.publish(image, { text: image });
        published.add(image);
      }
      const lock = path.join(bench.folder, `${program}.lock.json`);
      const run = await bench.mirror([program, "--to", `oci://${mirrored()}`, "--lock", lock]);
      assert.equal(run.exitCode, 0, run.stderr);

      const settings = [["mirror", `oci://${mirrored()}`] as const, ["imageRegistry", mirrored()] as const];
      const offline = { ...bench.env, ...NO_INTERNET };
      const { sources, images } = await withEnvironment(offline, () => needsOf(program, settings));
      for (const source of sources) assert.ok(source.startsWith(`oci://${mirrored()}/`), source);
      assert.equal(images.length, inPublic.images.length);
      for (const image of images) {
        assert.ok(image.startsWith(`${mirrored()}/`), `${image} is not of the mirror`);
        await bench.skopeo("inspect", "--raw", `docker://${image}`);
      }
    });
  }
});
