import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { pythonWheel } from "../../../engine/toolchain/python-wheel";
import type { CloudApi } from "../cloud-api";
import { fromPackage } from "../packages";
import { awsModel, type Service } from "./botocore";
import { partitionProblems } from "./partitions";
import { plantedErrors } from "./planted-errors";
import { policyProblems } from "./policies/review";
import { ec2 } from "./requests/ec2";
import { eks } from "./requests/eks";
import { iam } from "./requests/iam";
import { keysAndLogs } from "./requests/keys-and-logs";
import { s3 } from "./requests/s3";
import { samples } from "./samples";

/** The services, with the version of their API that has the newest description. */
const SERVICES = {
  ec2: "2016-11-15",
  eks: "2017-11-01",
  iam: "2010-05-08",
  kms: "2014-11-01",
  logs: "2014-03-28",
  s3: "2006-03-01",
};

const botocore = pythonWheel(
  "botocore",
  "1.44.8",
  "76342a76c338701db80dcb8afe1c9bd079283d6fffbb9d881442abb02a215043",
  Object.fromEntries([
    ["botocore/data/partitions.json", "partitions.json"],
    ...Object.entries(SERVICES).map(([name, version]) => [
      `botocore/data/${name}/${version}/service-2.json.gz`,
      `${name}.json.gz`,
    ]),
  ]) as Record<string, string>,
);

export const cloud: CloudApi = {
  packages: ["aws", "eks"],
  mappings: { ...ec2, ...eks, ...iam, ...keysAndLogs, ...s3 },
  async model(suite) {
    const folder = await fromPackage(botocore, suite);
    const read = new Map<string, Service>();
    return awsModel((name) => {
      const service = read.get(name) ?? readService(join(folder, `${name}.json.gz`));
      read.set(name, service);
      return service;
    });
  },
  samples,
  plantedErrors,
  reviews: [
    { title: "gets IAM policies in which parliament finds nothing", problems: policyProblems },
    {
      title: "has the regions that our table of partitions has",
      problems: async (_resources, suite) =>
        partitionProblems(join(await fromPackage(botocore, suite), "partitions.json")),
    },
  ],
};

const readService = (file: string): Service => JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as Service;
