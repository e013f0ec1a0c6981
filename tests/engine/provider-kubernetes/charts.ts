import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { neverReady } from "../cluster";

/** A chart to write: everything has a default but the name. */
export interface ChartText {
  readonly name: string;
  readonly version?: string;
  readonly appVersion?: string;
  readonly values?: object;
  readonly schema?: object;
  /** Templates by file name. */
  readonly templates?: Readonly<Record<string, string>>;
  /** Objects for `crds/`. */
  readonly crds?: readonly object[];
}

/** Writes a chart into a folder of its own under `folder`; gives the chart's path. */
export async function writeChart(folder: string, chart: ChartText): Promise<string> {
  const path = join(folder, chart.name);
  const { name, version = "1.0.0", appVersion = "7.0" } = chart;
  await write(path, "Chart.yaml", stringify({ apiVersion: "v2", name, version, appVersion }));
  await write(path, "values.yaml", stringify(chart.values ?? {}));
  if (chart.schema) await write(path, "values.schema.json", JSON.stringify(chart.schema));
  for (const [file, text] of Object.entries(chart.templates ?? {})) await write(path, `templates/${file}`, text);
  for (const [index, crd] of (chart.crds ?? []).entries()) await write(path, `crds/${index}.yaml`, stringify(crd));
  return path;
}

async function write(folder: string, file: string, text: string): Promise<void> {
  await mkdir(join(folder, file, ".."), { recursive: true });
  await writeFile(join(folder, file), text);
}

/** Packs a chart as a repository serves it; gives the package's path. */
export async function packageChart(helm: string, path: string, folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)(helm, ["package", path, "--destination", folder]);
  return stdout.trim().split(": ").at(-1) ?? "";
}

const CONFIG_MAP = `
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  message: {{ .Values.message | quote }}
`;

const DEPLOYMENT = `
{{- if .Values.replicas }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: { app: {{ .Release.Name }} }
  template:
    metadata:
      labels: { app: {{ .Release.Name }} }
      annotations: { ${neverReady}: {{ .Values.neverReady | quote }} }
    spec:
      containers: [{ name: main, image: nothing }]
{{- end }}
`;

/** A ConfigMap with a message and, where asked for, a Deployment that may never become ready. */
export const TINY: ChartText = {
  name: "tiny",
  values: { message: "default", replicas: 0, neverReady: false },
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      message: { type: "string" },
      replicas: { type: "integer" },
      neverReady: { type: "boolean" },
      global: {},
    },
  },
  templates: { "config-map.yaml": CONFIG_MAP, "deployment.yaml": DEPLOYMENT },
};
