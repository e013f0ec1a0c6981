import type { Completed } from "./complete";
import type { Desired } from "./desired";
import type { Manager } from "./manager";
import { annotationOf, type SeldonDeployment } from "./model";
import { modelName, predictorServiceName } from "./names";
import { integer } from "./integer";
import type { Ports } from "./ports";

const API = "networking.istio.io/v1alpha3";
const GRPC_PATHS = ".*tensorflow.*|.*seldon.protos.*|.*inference.*";

/** A predictor and where its Service is reached. */
export interface Entry {
  readonly predictor: Completed;
  readonly ports: Ports;
}

/** The operator's routes in Istio mode: one VirtualService, and a DestinationRule for each predictor (createIstioResources). */
export function istioRoutes(model: SeldonDeployment, { env }: Manager, entries: readonly Entry[]): Desired[] {
  const { name, namespace } = model.metadata;
  const shadow = entries.find(({ predictor }) => predictor.shadow);
  const retries = retriesOf(model);
  const destination = ({ predictor, ports }: Entry, kind: keyof Ports) => ({
    host: hostOf(model, predictor),
    subset: predictor.name,
    port: { number: ports[kind] },
  });
  const route = (kind: keyof Ports, match: object) => ({
    match: [match],
    ...retries,
    route: entries
      .filter(({ predictor }) => !predictor.shadow)
      .map((entry) => ({ destination: destination(entry, kind), weight: entry.predictor.traffic })),
    ...(shadow && { mirror: destination(shadow, kind) }),
    ...(shadow?.predictor.traffic && { mirrorPercentage: { value: shadow.predictor.traffic } }),
  });
  const headers = { seldon: { exact: name }, namespace: { exact: namespace } };
  const virtualService: Desired = {
    apiVersion: API,
    kind: "VirtualService",
    metadata: { name: modelName(model) },
    spec: {
      hosts: [annotationOf(model, "seldon.io/istio-host") ?? "*"],
      gateways: [annotationOf(model, "seldon.io/istio-gateway") ?? env["ISTIO_GATEWAY"]],
      http: [
        { ...route("http", { uri: { prefix: `/seldon/${namespace}/${name}/` } }), rewrite: { uri: "/" } },
        route("grpc", { uri: { regex: GRPC_PATHS }, headers }),
      ],
    },
  };
  return [virtualService, ...entries.map(({ predictor }) => destinationRule(model, predictor, env["ISTIO_TLS_MODE"]))];
}

const hostOf = (model: SeldonDeployment, predictor: Completed): string =>
  `${predictorServiceName(model, predictor)}.${model.metadata.namespace}.svc.cluster.local`;

function destinationRule(model: SeldonDeployment, predictor: Completed, tlsMode: string | undefined): Desired {
  return {
    apiVersion: API,
    kind: "DestinationRule",
    metadata: { name: predictorServiceName(model, predictor) },
    spec: {
      host: hostOf(model, predictor),
      subsets: [{ name: predictor.name, labels: { version: predictor.labels["version"] } }],
      trafficPolicy: tlsMode ? { tls: { mode: tlsMode } } : { connectionPool: { http: { idleTimeout: "60s" } } },
    },
  };
}

function retriesOf(model: SeldonDeployment): object {
  const given = annotationOf(model, "seldon.io/istio-retries");
  if (!given) return {};
  const attempts = integer(given);
  const seconds = integer(annotationOf(model, "seldon.io/istio-retries-timeout") ?? "1");
  if (attempts <= 0) return {};
  return {
    retries: { attempts, perTryTimeout: `${seconds}s`, retryOn: "gateway-error,connect-failure,refused-stream" },
  };
}
