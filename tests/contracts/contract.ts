import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { charts, type ChartName, type ChartPin } from "../../components/shared/pinned-charts";
import type { Crd } from "./crd-problems";
import type { Exceptions } from "./unknown-keys";

type Values = Record<string, unknown>;

/** A path in a chart's values and where it is known from that it may be set. */
export interface Exception {
  readonly path: string;
  readonly why: string;
}

/** A `contract.yaml`: which data of the real chart is its contract. Paths are relative to the contract data. */
export interface ContractFile {
  /** The version that the data is of; another one than the pin's is refused, so a bump brings its data. */
  readonly version: string;
  /** @default the version, without a leading `v` */
  readonly appVersion?: string;
  /** What the chart demands of the cluster, e.g. `"< 1.37.0-0"`. */
  readonly kubeVersion?: string;
  readonly values: string;
  readonly schema?: string;
  /**
   * CRD files or folders of them, and how the chart brings them: in `crds/`, which Helm installs once and never
   * touches again, or as templates, by a template of the stand-in that includes `contract.crds`. With `schemas: storage`,
   * the other versions of a kind take any object: for large schemas that are the same in each version.
   */
  readonly crds?: {
    readonly files: string | readonly string[];
    readonly as: "crds-folder" | "template";
    /** @default every version has its own */
    readonly schemas?: "storage";
  };
  /** Template helpers in `charts/shared/` that the stand-in uses. */
  readonly shared?: readonly string[];
  readonly extraKeys?: readonly Exception[];
  readonly freeForm?: readonly Exception[];
}

/** The contract of one chart, read. */
export interface Contract {
  readonly name: ChartName;
  readonly pin: ChartPin;
  readonly file: ContractFile;
  /** The folder that holds `contract.yaml`, and `templates/` where the chart has a stand-in. */
  readonly folder: string;
  readonly valuesPath: string;
  readonly schemaPath: string | undefined;
  readonly crdPaths: readonly string[];
  readonly values: Values;
  readonly schema: Values | undefined;
  readonly exceptions: Exceptions;
}

/** Where the contracts are: a folder for each chart, named as in `components/shared/pinned-charts.ts`. */
export const chartsDir = path.join(__dirname, "charts");

/** Every chart that has a contract, by listing the folders. */
export function contractNames(): ChartName[] {
  const names = readdirSync(chartsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "shared")
    .map(({ name }) => name);
  const unknown = names.find((name) => !Object.hasOwn(charts, name));
  if (unknown !== undefined)
    throw new Error(`tests/contracts/charts/${unknown}: components/shared/pinned-charts.ts has no such chart`);
  return names as ChartName[];
}

/** Throws where a chart was bumped without the data that belongs to the new version. */
export function assertPinned(name: string, pinned: string, ofData: string): void {
  if (pinned === ofData) return;
  throw new Error(
    `${name}: components/shared/pinned-charts.ts pins ${pinned}, the contract data is of ${ofData}. ` +
      `Bring the data of ${pinned} and say so in tests/contracts/charts/${name}/contract.yaml.`,
  );
}

/** Reads a chart's contract from the contract data. */
export function readContract(name: ChartName, contractsDir: string): Contract {
  const folder = path.join(chartsDir, name);
  const file = parse(readFileSync(path.join(folder, "contract.yaml"), "utf8")) as ContractFile;
  const pin = charts[name];
  assertPinned(name, pin.version, file.version);
  const valuesPath = path.join(contractsDir, file.values);
  const schemaPath = file.schema === undefined ? undefined : path.join(contractsDir, file.schema);
  return {
    name,
    pin,
    file,
    folder,
    valuesPath,
    schemaPath,
    crdPaths: [file.crds?.files ?? []].flat().flatMap((one) => yamlFiles(path.join(contractsDir, one))),
    values: (parse(readFileSync(valuesPath, "utf8")) ?? {}) as Values,
    schema: schemaPath === undefined ? undefined : (JSON.parse(readFileSync(schemaPath, "utf8")) as Values),
    exceptions: {
      extraKeys: (file.extraKeys ?? []).map((one) => one.path),
      freeForm: (file.freeForm ?? []).map((one) => one.path),
    },
  };
}

const parsed = new Map<string, readonly Crd[]>();

/** The CRDs in these files. Some are large, so each file is parsed once. */
export function readCrds(files: readonly string[]): Crd[] {
  return files.flatMap((file) => {
    const crds = parsed.get(file) ?? parseAllDocuments(readFileSync(file, "utf8")).map((one) => one.toJS() as Crd);
    parsed.set(file, crds);
    return crds.filter((crd) => (crd as Crd | null) !== null);
  });
}

function yamlFiles(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  const files = readdirSync(place).filter((name) => name.endsWith(".yaml"));
  if (files.length === 0) throw new Error(`${place} holds no .yaml file`);
  return files.sort().map((name) => path.join(place, name));
}
