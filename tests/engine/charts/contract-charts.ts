import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { assembleCharts, packageCharts } from "../../contracts/charts/assemble";
import { toolchain } from "../toolchain";
import { serveCharts, type ChartRepository } from "./chart-repository";

/** Serves the stand-ins of all charts. */
export async function serveContractCharts(): Promise<ChartRepository> {
  const folder = await mkdtemp(path.join(tmpdir(), "mlplatform-charts-"));
  try {
    const { helm } = await toolchain();
    await packageCharts(await assembleCharts(path.join(folder, "unpacked")), helm, folder);
    return await serveCharts(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
