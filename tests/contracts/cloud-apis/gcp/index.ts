import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pythonWheel } from "../../../engine/toolchain/python-wheel";
import type { CloudApi } from "../cloud-api";
import { fromPackage } from "../packages";
import { googleModel, type Discovery } from "./discovery";
import { plantedErrors } from "./planted-errors";
import { compute } from "./requests/compute";
import { container } from "./requests/container";
import { identity } from "./requests/identity";
import { storage } from "./requests/storage";
import { samples } from "./samples";

/** The APIs, with the version that the provider uses. */
const APIS = {
  cloudkms: "v1",
  cloudresourcemanager: "v1",
  compute: "v1",
  container: "v1",
  iam: "v1",
  serviceusage: "v1",
  storage: "v1",
};

const discovery = pythonWheel(
  "google-api-python-client",
  "2.202.0",
  "aaa90064c9bb642ff1d065b22ca8958a2cb6e345909cefe70d0e5452fc50e08b",
  Object.fromEntries(
    Object.entries(APIS).map(([name, version]) => [
      `googleapiclient/discovery_cache/documents/${name}.${version}.json`,
      `${name}.json`,
    ]),
  ),
);

export const cloud: CloudApi = {
  packages: ["gcp"],
  mappings: { ...compute, ...container, ...identity, ...storage },
  async model(suite) {
    const folder = await fromPackage(discovery, suite);
    const read = new Map<string, Discovery>();
    return googleModel((name) => {
      const document = read.get(name) ?? (JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Discovery);
      read.set(name, document);
      return document;
    });
  },
  samples,
  plantedErrors,
};
