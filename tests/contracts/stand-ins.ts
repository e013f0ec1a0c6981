import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { ChartName } from "../../components/shared/pinned-charts";
import { assembleCharts, type ContractChart } from "./charts/assemble";
import { describeWithContracts } from "./contracts-dir";
import { helmAbsent, helmProgram, render, type Rendered } from "./helm";

type Values = Record<string, unknown>;

/** The assembled stand-ins and a helm to render them with; both are there once tests run, not before. */
export interface StandIns {
  readonly contractsDir: string;
  readonly folder: () => string;
  readonly helm: () => string;
  readonly charts: () => readonly ContractChart[];
  /** What a chart renders as a release of that name in `istio-system`, or in the namespace given. */
  readonly rendered: (name: ChartName, release: string, values?: Values, namespace?: string) => Promise<Rendered[]>;
}

/** A suite about stand-ins. Where helm does not run, it is left pending and the reason is printed. */
export function describeStandIns(title: string, suite: (standIns: StandIns) => void): void {
  describeWithContracts(title, (contractsDir) => {
    if (helmAbsent !== undefined) {
      console.warn(`${title}: skipped, ${helmAbsent}`);
      it("needs helm");
      return;
    }
    let folder = "";
    let helm = "";
    let charts: readonly ContractChart[] = [];

    before(async () => {
      folder = mkdtempSync(path.join(tmpdir(), "stand-ins-"));
      charts = await assembleCharts(path.join(folder, "charts"));
      helm = await helmProgram(folder);
    });
    after(() => {
      rmSync(folder, { recursive: true });
    });

    suite({
      contractsDir,
      folder: () => folder,
      helm: () => helm,
      charts: () => charts,
      rendered(name, release, values = {}, namespace = "istio-system") {
        const { dir } = charts.find((one) => one.name === name) ?? assert.fail(`no stand-in of ${name}`);
        return render(helm, { dir, release, namespace }, values);
      },
    });
  });
}
