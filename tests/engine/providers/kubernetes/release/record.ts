import { gunzipSync } from "node:zlib";
import { loadAllYaml } from "@kubernetes/client-node";
import { type Properties, type Value, isProperties, objectAt, stringAt, valueAt } from "../../property-values";
import type { Cluster } from "../session";
import { parseApiVersion } from "../tokens";
import { mergeDeep } from "../changes";
import type { ReleaseInputs, ReleaseOutputs } from "./inputs";

/** Helm's own record of one revision of a release. */
export interface HelmRecord {
  revision: number;
  status: string;
  chart: { name: string; version: string; appVersion: string };
  /** The values that were given, without the chart's defaults. */
  config: Properties;
  manifest: string;
}

/** Reads the newest record of a release, or undefined where Helm has none. Faster than running helm. */
export async function readRecord(cluster: Cluster, namespace: string, name: string): Promise<HelmRecord | undefined> {
  const secrets = await cluster.objects.list({ group: "", version: "v1", kind: "Secret" }, namespace, {
    labelSelector: `owner=helm,name=${name}`,
  });
  const revisionOf = (secret: Properties) => Number(stringAt(valueAt(secret, "metadata", "labels"), "version") ?? "0");
  const [newest] = secrets.sort((a, b) => revisionOf(b) - revisionOf(a));
  return newest && decodeRecord(stringAt(objectAt(newest, "data"), "release") ?? "");
}

/** JSON, compressed, in base64 twice: once by Helm, once by the Secret. */
function decodeRecord(data: string): HelmRecord {
  const inner = Buffer.from(data, "base64").toString("latin1");
  const record = JSON.parse(gunzipSync(Buffer.from(inner, "base64")).toString()) as Properties;
  const metadata = objectAt(objectAt(record, "chart"), "metadata");
  return {
    revision: record.version as number,
    status: stringAt(objectAt(record, "info"), "status") ?? "",
    chart: {
      name: stringAt(metadata, "name") ?? "",
      version: stringAt(metadata, "version") ?? "",
      appVersion: stringAt(metadata, "appVersion") ?? "",
    },
    config: objectAt(record, "config"),
    manifest: stringAt(record, "manifest") ?? "",
  };
}

/** The release as a record says it is: values, version and what was installed (kubernetes provider 4.32, setReleaseAttributes). */
export function recorded(
  inputs: ReleaseInputs,
  record: HelmRecord,
): { release: ReleaseInputs; outputs: ReleaseOutputs } {
  return {
    release: inputs.with({
      chart: inputs.text("chart") || record.chart.name,
      values: mergeDeep(inputs.values, record.config),
      version: record.chart.version,
    }),
    outputs: {
      resourceNames: resourceNames(record.manifest),
      status: {
        appVersion: record.chart.appVersion,
        chart: record.chart.name,
        name: inputs.name,
        namespace: inputs.namespace,
        revision: record.revision,
        status: record.status,
        version: record.chart.version,
      },
    },
  };
}

/** The names in a manifest by kind: `Deployment.apps/apps/v1` -> ["ns/name"]. */
function resourceNames(manifest: string): Record<string, string[]> {
  const names = new Map<string, Set<string>>();
  for (const document of loadAllYaml(manifest) as Value[]) {
    if (!isProperties(document) || typeof document.kind !== "string") continue;
    const apiVersion = stringAt(document, "apiVersion") ?? "";
    const { group } = parseApiVersion(apiVersion);
    const key = `${document.kind}${group === "" ? "" : `.${group}`}/${apiVersion}`;
    const metadata = objectAt(document, "metadata");
    const namespace = stringAt(metadata, "namespace");
    const name = stringAt(metadata, "name") ?? "";
    names.set(key, (names.get(key) ?? new Set()).add(namespace === undefined ? name : `${namespace}/${name}`));
  }
  return Object.fromEntries([...names].map(([key, set]) => [key, [...set].sort()]));
}
