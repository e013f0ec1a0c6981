import { isComponent, isProvider, SECRET, UNKNOWN, type PlainValue, type PlannedResource } from "../graph";
import { exposureOfChart, exposureOfService, type Exposure } from "./exposure";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const SERVICE = "kubernetes:core/v1:Service";
const MODEL = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment";

/** True for a Helm release. */
export const isChart = (resource: PlannedResource): boolean => resource.type === RELEASE;

/** What it is, in a word or two: `chart`, `Namespace`, `MlCluster`, `eks Cluster`. */
export function kindOf(resource: PlannedResource): string {
  if (isChart(resource)) return "chart";
  if (isProvider(resource)) return "provider";
  const [pkg = "", module = "", kind = resource.type] = resource.type.split(":");
  if (pkg === "kubernetes" || isComponent(resource)) return kind;
  const [service = ""] = module.split("/");
  return `${service === "index" || service === "" ? pkg : service} ${kind}`;
}

/** What it is called where it will live: `istio-system/istiod`; else its name in the program. */
export function nameOf(resource: PlannedResource): string {
  if (resource.read) return resource.importId ?? resource.name;
  const { values } = resource.inputs;
  const { name, namespace } = isChart(resource) ? values : ((values["metadata"] ?? {}) as Record<string, PlainValue>);
  if (!resource.type.startsWith("kubernetes:") || !isShowable(name)) return resource.name;
  return isShowable(namespace) ? `${namespace}/${name}` : name;
}

/** One line's worth of a name: `chart istio-system/istiod`. */
export const labelOf = (resource: PlannedResource): string => `${kindOf(resource)} ${nameOf(resource)}`;

/** Of a chart: which, in what version, and from where; of a connection: to which cluster; of a model: its versions. */
export function detailOf(resource: PlannedResource): string {
  if (resource.type === "pulumi:providers:kubernetes") return clusterOf(resource);
  if (resource.type === MODEL) return sharesOf(resource);
  if (!isChart(resource)) return "";
  const { chart, version, repositoryOpts } = resource.inputs.values;
  const { repo } = (repositoryOpts ?? {}) as Record<string, PlainValue>;
  return [text(chart), text(version), repo === undefined ? "" : `from ${text(repo)}`].filter(Boolean).join(" ");
}

function clusterOf({ inputs }: PlannedResource): string {
  const { clusterIdentifier, context } = inputs.values;
  const known = [clusterIdentifier, context].find(isShowable);
  return known === undefined ? "" : `cluster ${known}`;
}

/** `main 75 %, canary 25 %`; who gets copies only has no share. */
function sharesOf({ inputs }: PlannedResource): string {
  const { predictors = [] } = (inputs.values["spec"] ?? {}) as { predictors?: Record<string, PlainValue>[] };
  const shares = predictors.map(({ name, traffic, shadow }) =>
    shadow === true ? `${text(name)} shadow` : `${text(name)} ${text(traffic ?? 100)} %`,
  );
  return shares.join(", ");
}

/** A remark on a resource, and whether a reader should mind it. */
export interface Mark {
  readonly text: string;
  readonly tone: "secret" | "safe" | "quiet" | "alarm";
}

/** What sets a resource apart: its secrets, its protection, what is not known of it yet. */
export function marksOf(resource: PlannedResource): Mark[] {
  const { inputs, protect, retainOnDelete, deletedWith, read, importId, provider, type } = resource;
  const secrets = resource.custom ? inputs.secrets : (resource.outputs?.secrets ?? []);
  const onDefault = type.startsWith("kubernetes:") && resource.custom && provider === undefined;
  return [
    ...exposureOf(resource).map(({ text, open }) => ({ text, tone: open ? "alarm" : "quiet" }) as const),
    ...(read ? [{ text: "looked up", tone: "quiet" } as const] : []),
    ...(!read && importId !== undefined ? [{ text: `imports ${importId}`, tone: "quiet" } as const] : []),
    ...(secrets.length > 0 ? [{ text: `secret: ${listed(secrets)}`, tone: "secret" } as const] : []),
    ...(protect ? [{ text: "protected", tone: "safe" } as const] : []),
    ...(retainOnDelete ? [{ text: "kept on destroy", tone: "safe" } as const] : []),
    ...(deletedWith !== undefined
      ? [{ text: `goes with ${deletedWith.split("::").at(-1) ?? deletedWith}`, tone: "quiet" } as const]
      : []),
    ...(inputs.unknowns.length > 0
      ? [{ text: `known later: ${listed(inputs.unknowns)}`, tone: "quiet" } as const]
      : []),
    ...(onDefault ? [{ text: "on the default provider", tone: "alarm" } as const] : []),
  ];
}

function exposureOf(resource: PlannedResource): Exposure[] {
  const { values, spec, metadata } = resource.inputs.values;
  if (isChart(resource)) return exposureOfChart(values);
  if (resource.type !== SERVICE) return [];
  return exposureOfService(spec, ((metadata ?? {}) as Record<string, PlainValue>)["annotations"] ?? {});
}

function listed(paths: readonly string[]): string {
  const [shown, more] = [paths.slice(0, 3), paths.length - 3];
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function isShowable(value: PlainValue | undefined): value is string {
  return typeof value === "string" && value !== UNKNOWN && value !== SECRET;
}

function text(value: PlainValue | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
