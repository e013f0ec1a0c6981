import { ownValue } from "../../../components/shared/own-value";
import { withoutCredentials } from "../../../components/shared/shown";
import { allOperations, type PlanDetail } from "../../../components/targets/operations";
import { UNKNOWN, type PlainValue, type PlannedResource } from "../../../recorder/graph";
import { routesOf } from "./routes";
import { fillTemplate } from "./templates";

/** A part of the text, or a function that returns it. An empty part is left out. */
type Part = PlanDetail | ((resource: PlannedResource) => string);

/**
 * What a reader wants to know about a resource besides its name, in a few words; empty for most. Who can reach it:
 * `reachability.ts`.
 */
export const detailOf = (resource: PlannedResource): string =>
  (ownValue(DETAILS, resource.type) ?? [])
    .map((part) => textOf(part, resource))
    .filter((text) => text !== "")
    .join(" ");

/** By type: here what every cluster has, and from `components/targets/<cloud>/operations.ts` the rest. */
const DETAILS: Readonly<Record<string, readonly Part[]>> = {
  ...(Object.assign({}, ...allOperations().map(({ planDetails }) => planDetails)) as object),
  "kubernetes:helm.sh/v3:Release": ["{chart}", "{version}", "from {repositoryOpts.repo}", recordsOf],
  "kubernetes:storage.k8s.io/v1:StorageClass": [
    ({ inputs }) => (isDefaultClass(inputs.values["metadata"]) ? "default" : ""),
    { text: "encrypted", when: "parameters.encrypted", contains: "true" },
    "{parameters.type}",
    "by {provisioner}",
  ],
  "kubernetes:cert-manager.io/v1:Certificate": [
    "for {spec.dnsNames}",
    "from {spec.issuerRef.kind} {spec.issuerRef.name}",
  ],
  "kubernetes:metallb.io/v1beta1:IPAddressPool": ["{spec.addresses}"],
  "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment": [predictorsOf],
  "kubernetes:networking.istio.io/v1:Gateway": [serversOf],
  "kubernetes:networking.istio.io/v1:VirtualService": [routesOf],
  "kubernetes:getambassador.io/v3alpha1:Mapping": [routesOf],
  "kubernetes:getambassador.io/v2:Mapping": [routesOf],
  "kubernetes:networking.k8s.io/v1:Ingress": [routesOf],
  "mlplatform:index:MlCluster": [
    ({ outputs, ...cluster }) =>
      outputs === undefined ? "" : fillTemplate("{clusterName} at {endpoint}", { ...cluster, inputs: outputs }),
  ],
  "mlplatform:index:Route": [
    ({ outputs, ...route }) => (outputs === undefined ? "" : fillTemplate("{url}", { ...route, inputs: outputs })),
  ],
  "pulumi:providers:kubernetes": [{ firstOf: ["cluster {clusterIdentifier}", "cluster {context}"] }],
};

const textOf = (part: Part, resource: PlannedResource): string =>
  typeof part === "function" ? part(resource) : fillDetail(part, resource);

/** The text of a part with the inputs of a resource; empty if one of its values is missing, secret or not known yet. */
export function fillDetail(part: PlanDetail, resource: PlannedResource): string {
  // Of a script, the first line says what it is for.
  if (typeof part === "string") return fillTemplate(part, resource).split("\n", 1)[0] ?? "";
  if ("firstOf" in part) {
    return part.firstOf.map((template) => fillTemplate(template, resource)).find((text) => text !== "") ?? "";
  }
  return fillTemplate(`{${part.when}}`, resource).includes(part.contains) ? part.text : "";
}

/** `(records in example.org)`: the zones in which external-dns writes records. */
function recordsOf(release: PlannedResource): string {
  const kept = fillTemplate("{values.policy}", release) === "upsert-only" ? ", kept on destroy" : "";
  return fillTemplate(`(records in {values.domainFilters}${kept})`, release);
}

function isDefaultClass(metadata: PlainValue = {}): boolean {
  const { annotations } = metadata as { annotations?: Record<string, PlainValue> };
  return annotations?.["storageclass.kubernetes.io/is-default-class"] === "true";
}

/** `https models.example.org, http redirected`: by protocol, which hosts a Gateway serves; `*` is every host. */
function serversOf({ inputs }: PlannedResource): string {
  const { servers = [] } = (inputs.values["spec"] ?? {}) as { servers?: Server[] };
  const lines = servers.map(({ port, hosts = [], tls }) => {
    const isHttps = port?.protocol === "HTTPS" || port?.number === 443;
    const served = hosts.map((host) => (host === "*" ? "every host" : host)).join(", ");
    return tls?.httpsRedirect === true ? "http redirected" : `${isHttps ? "https" : "http"} ${served}`;
  });
  return lines.join(", ");
}

interface Server {
  readonly port?: { readonly number?: PlainValue; readonly protocol?: PlainValue };
  readonly hosts?: readonly string[];
  readonly tls?: { readonly httpsRedirect?: PlainValue };
}

/** `main 75 % SKLEARN_SERVER gs://iris/1, canary 25 % iris:2`; a shadow predictor only gets copies and has no share. */
function predictorsOf({ inputs }: PlannedResource): string {
  const { predictors = [] } = (inputs.values["spec"] ?? {}) as { predictors?: Predictor[] };
  const lines = predictors.map((predictor) => {
    const { name, traffic, shadow } = predictor;
    return [name, shadow === true ? "shadow" : `${traffic ?? 100} %`, whatRuns(predictor)].join(" ").trimEnd();
  });
  return lines.join(", ");
}

/** The server and the model of a predictor, or its image; of several steps their number. */
function whatRuns({ graph, componentSpecs = [] }: Predictor): string {
  if (graph === undefined) return "";
  const steps = stepsIn(graph);
  if (steps > 1) return `${steps} steps`;
  const { name, implementation, modelUri } = graph;
  const containers = componentSpecs.flatMap(({ spec }) => spec?.containers ?? []);
  const image = containers.find((container) => container.name === name)?.image;
  return [implementation, modelUri, image]
    .filter((text): text is string => typeof text === "string" && text !== "")
    .map((text) => (text === UNKNOWN ? "known later" : withoutCredentials(text)))
    .join(" ");
}

const stepsIn = ({ children = [] }: Step): number => children.reduce((sum, child) => sum + stepsIn(child), 1);

interface Step {
  readonly name: string;
  readonly implementation?: PlainValue;
  readonly modelUri?: PlainValue;
  readonly children?: readonly Step[];
}

interface Predictor {
  readonly name: string;
  readonly traffic?: number;
  readonly shadow?: boolean;
  readonly graph?: Step;
  readonly componentSpecs?: readonly {
    readonly spec?: { readonly containers?: readonly { readonly name?: PlainValue; readonly image?: PlainValue }[] };
  }[];
}
