import * as pulumi from "@pulumi/pulumi";
import type { Values } from "../../shared/values";
import { given } from "../../shared/values";
import { clusterHost } from "../../shared/service-address";
import type { RouteObject } from "../../shared/route";
import type { ModelDeploymentArgs } from "../args";
import type { SeldonDeployment } from "../manifest";
import type { HeaderMatchArgs } from "../routing-args";
import { lowerCase } from "./headers";
import { KINDS, ownRouteInput, timeoutOf, type Kind } from "./needs";
import { answering, isShadow, targetsOf, type Target } from "./targets";

const API = "networking.istio.io/v1";

/** The operator's own match of gRPC (1.17.1, constants.go). */
const GRPC_PATHS = ".*tensorflow.*|.*seldon.protos.*|.*inference.*";

/** When the operator's VirtualService sends a request again. */
const RETRY_ON = "gateway-error,connect-failure,refused-stream";

/**
 * Istio's objects of a model's own, in the order in which they are created: limits of connections, and the route.
 *
 * The operator's VirtualService has no headers and no time limit, and its DestinationRules have no limits. It writes both back whenever
 * they are changed. So its VirtualService is bound to the mesh by annotations, where no gateway reads it, and this one takes its place
 * on the Gateway.
 */
export function istioObjects(args: ModelDeploymentArgs, manifest: SeldonDeployment): RouteObject[] {
  const targets = targetsOf(args, manifest);
  return [
    ...(args.circuitBreaker === undefined ? [] : targets.map((target) => limits(args, manifest, target))),
    ...(ownRouteInput(args) === undefined ? [] : [virtualService(args, manifest, targets)]),
  ];
}

/** Namespace of the gateway's pods; without it, that of the Gateway, whose name has both parts. */
function gatewayNamespace({ seldon: { gatewayNamespace: own, gateway } }: ModelDeploymentArgs): pulumi.Input<string> {
  const ofGateway = (name: string | undefined): string => name?.split("/")[0] ?? "";
  if (typeof own === "string") return own;
  return own === undefined && typeof gateway === "string"
    ? ofGateway(gateway)
    : pulumi.all([own, gateway]).apply(([known, name]) => known ?? ofGateway(name));
}

/**
 * Istio takes the rule of the gateway's own namespace before that of the operator in the model's. If that is the root namespace of
 * the mesh, it does so only for a rule that is exported to no other (pilot/pkg/model/push_context.go, `destinationRule`). As only one
 * rule counts, what the operator's has is repeated here.
 */
function limits(args: ModelDeploymentArgs, { metadata }: SeldonDeployment, target: Target): RouteObject {
  const { predictor, service } = target;
  const { maxConnections, maxPendingRequests, maxRequests, maxRetries } = args.circuitBreaker ?? {};
  const version = predictor.labels?.["version"] ?? predictor.name;
  return {
    part: `${predictor.name}-limits`,
    manifest: {
      apiVersion: API,
      kind: "DestinationRule",
      metadata: { name: `${metadata.namespace}.${service}`, namespace: gatewayNamespace(args) },
      spec: {
        host: clusterHost({ name: service, namespace: metadata.namespace }),
        exportTo: ["."],
        trafficPolicy: {
          connectionPool: given({
            tcp: maxConnections === undefined ? undefined : { maxConnections },
            http: given({
              idleTimeout: "60s",
              http1MaxPendingRequests: maxPendingRequests,
              http2MaxRequests: maxRequests,
              maxRetries,
            }),
          }),
        },
        subsets: [{ name: predictor.name, labels: { version } }],
      },
    },
  };
}

/** Name of a model's own VirtualService. Names of models have no dots, so none of the operator's is the same. */
export const routeName = ({ metadata }: SeldonDeployment): string => `${metadata.name}.route`;

function virtualService(
  args: ModelDeploymentArgs,
  manifest: SeldonDeployment,
  targets: readonly Target[],
): RouteObject {
  const { seldon, hosts = ["*"] } = args;
  const withHeaders = answering(targets).filter(({ headers }) => headers !== undefined);
  const shared = answering(targets).map((target) => ({ target, weight: target.predictor.traffic ?? 0 }));
  return {
    part: "route",
    manifest: {
      apiVersion: API,
      kind: "VirtualService",
      metadata: { name: routeName(manifest), namespace: manifest.metadata.namespace },
      spec: {
        hosts,
        gateways: [seldon.gateway],
        http: [
          ...withHeaders.flatMap((target) =>
            KINDS.map((kind) => httpRoute(args, manifest, targets, kind, [{ target, weight: 100 }], target.headers)),
          ),
          ...KINDS.map((kind) => httpRoute(args, manifest, targets, kind, shared)),
          ...targets.flatMap((target) => explainerRoute(manifest, target)),
        ],
      },
    },
  };
}

interface Share {
  readonly target: Target;
  readonly weight: number;
}

function httpRoute(
  args: ModelDeploymentArgs,
  { metadata }: SeldonDeployment,
  targets: readonly Target[],
  kind: Kind,
  shares: readonly Share[],
  headers: readonly HeaderMatchArgs[] = [],
): Values {
  const { name, namespace } = metadata;
  const { retries } = args;
  const shadow = targets.find(isShadow);
  const destination = ({ service, ports }: Target) => ({
    host: clusterHost({ name: service, namespace }),
    port: { number: ports[kind] },
  });
  const own = Object.fromEntries(
    headers.map((header) => [
      lowerCase(header),
      header.regex === undefined ? { exact: header.value } : { regex: header.regex },
    ]),
  );
  return given({
    match:
      kind === "rest"
        ? [{ uri: { prefix: `/seldon/${namespace}/${name}/` }, ...(headers.length > 0 ? { headers: own } : {}) }]
        : [
            {
              uri: { regex: GRPC_PATHS },
              headers: { seldon: { exact: name }, namespace: { exact: namespace }, ...own },
            },
          ],
    rewrite: kind === "rest" ? { uri: "/" } : undefined,
    route: shares.map(({ target, weight }) => ({ destination: destination(target), weight })),
    mirror: shadow && destination(shadow),
    mirrorPercentage: shadow && { value: shadow.predictor.traffic },
    timeout: seconds(timeoutOf(args, kind)),
    retries:
      retries &&
      given({ attempts: retries.attempts, perTryTimeout: seconds(retries.perTryTimeoutMs), retryOn: RETRY_ON }),
  });
}

/** The operator binds routes of explainers to the mesh too. They have no orchestrator, and answer REST only. */
function explainerRoute({ metadata }: SeldonDeployment, { predictor }: Target): Values[] {
  const { name, namespace } = metadata;
  const { type = "", endpoint }: Explainer = predictor.explainer ?? {};
  if (type === "") return [];
  const service = `${name}-${predictor.name}-explainer`;
  return [
    {
      match: [{ uri: { prefix: `/seldon/${namespace}/${name}-explainer/${predictor.name}/` } }],
      rewrite: { uri: "/" },
      route: [
        {
          destination: {
            host: clusterHost({ name: service, namespace }),
            port: { number: endpoint?.service_port ?? FIRST_PORT },
          },
        },
      ],
    },
  ];
}

/** The fields of an explainer that decide its route. */
interface Explainer {
  readonly type?: string;
  readonly endpoint?: { readonly service_port?: number };
}

/** Port of an explainer that names none. */
const FIRST_PORT = 9000;

/** A time as Istio and Envoy write it: `1.5s`. */
export const seconds = (milliseconds: number | undefined): string | undefined =>
  milliseconds === undefined ? undefined : `${String(milliseconds / 1000)}s`;
