import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import type { ChartName } from "../../../components/shared/pinned-charts";
import { chartsDir, contractNames, readContract, type Contract } from "../contract";
import { locateContracts } from "../contracts-dir";

/** A chart folder, ready for `helm package` or `helm template`. */
export interface ContractChart {
  /** The chart's name in `components/shared/pinned-charts.ts`. */
  readonly name: ChartName;
  /** Its own name, as in `Chart.yaml`. */
  readonly chart: string;
  readonly version: string;
  /** The folder, `<outDir>/<name>`. */
  readonly dir: string;
}

/**
 * Puts together the stand-ins of the real charts, one folder each below `outDir`: our templates with the real chart's
 * name and version, and its values, schema and CRDs (without descriptions) from the contract data. A folder in `charts/`
 * without templates is a contract only, and no chart is made of it.
 */
export async function assembleCharts(outDir: string): Promise<ContractChart[]> {
  const place = locateContracts(process.env);
  if ("absent" in place) throw new Error(place.absent);
  const contracts = contractNames()
    .filter((name) => existsSync(path.join(chartsDir, name, "templates")))
    .map((name) => readContract(name, place.dir));
  return Promise.all(contracts.map((contract) => assemble(contract, path.join(outDir, contract.name))));
}

async function assemble({ name, pin, file, folder, ...data }: Contract, dir: string): Promise<ContractChart> {
  await rm(dir, { recursive: true, force: true });
  await cp(path.join(folder, "templates"), path.join(dir, "templates"), { recursive: true });
  for (const helper of file.shared ?? []) {
    await copyFile(path.join(chartsDir, "shared", helper), path.join(dir, "templates", `_${helper}`));
  }
  await copyFile(data.valuesPath, path.join(dir, "values.yaml"));
  if (data.schemaPath !== undefined) await copyFile(data.schemaPath, path.join(dir, "values.schema.json"));

  // Definitions of the chart's own crds/ that the contract data does not hold.
  const ownCrds = path.join(folder, "crds");
  if (existsSync(ownCrds)) await cp(ownCrds, path.join(dir, "crds"), { recursive: true });
  const crdFolder = path.join(dir, file.crds?.as === "crds-folder" ? "crds" : "files/crds");
  for (const crd of data.crdPaths) {
    await mkdir(crdFolder, { recursive: true });
    const lean = withoutDescriptions(await readFile(crd, "utf8"));
    const content = file.crds?.schemas === "storage" ? withStorageSchema(lean) : lean;
    await writeFile(path.join(crdFolder, path.basename(crd)), content);
  }
  const description = {
    apiVersion: "v2",
    name: pin.chart,
    version: pin.version,
    appVersion: file.appVersion ?? pin.version.replace(/^v/, ""),
    ...(file.kubeVersion === undefined ? {} : { kubeVersion: file.kubeVersion }),
    description: "A stand-in for tests: the real chart's values, schema and CRDs, and a few objects.",
  };
  await writeFile(path.join(dir, "Chart.yaml"), stringify(description));
  return { name, chart: pin.chart, version: pin.version, dir };
}

/**
 * A CRD without the descriptions in its schema. They are up to half of the text and change no behaviour, but Helm compresses them
 * into each of its records, and every client parses them. An input with the name `description` stays: its schema begins on
 * the next line.
 */
export const withoutDescriptions = (crd: string): string =>
  crd.replace(/^( *)description: .*\n(?:\1 +.*\n| *\n)*/gm, "");

/** A CRD of which only the version that is stored has its schema. The others take any object. */
export const withStorageSchema = (crd: string): string =>
  crd.replace(/^( +)schema:\n(?:\1 .*\n)+(?=\1served: true\n\1storage: false\n)/gm, `$1schema: ${ANY_OBJECT}\n`);

const ANY_OBJECT = "{ openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }";

/** Packs chart folders with Helm, as `<folder>/<chart>-<version>.tgz`: the form of a mirror that is a folder. */
export async function packageCharts(charts: readonly ContractChart[], helm: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(charts.map(({ dir }) => promisify(execFile)(helm, ["package", dir, "--destination", folder])));
}
