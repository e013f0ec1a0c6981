import type { RouteObject } from "../../shared/route";
import { ambassadorIds, mappingApi } from "../../shared/route/emissary";
import { given } from "../../shared/values";
import type { ModelDeploymentArgs } from "../args";
import type { SeldonDeployment } from "../manifest";
import type { HeaderMatchArgs } from "../routing-args";
import { lowerCase } from "./headers";
import { seconds } from "./istio";
import { KINDS, mappedHeaders, ownMappings, timeoutOf, type Kind } from "./needs";
import { answering, isShadow, targetsOf, type Target } from "./targets";

/** The operator's own match of gRPC (1.17.1, constants.go). */
const GRPC_PATHS = "/(seldon.protos.*|tensorflow.serving.*|inference.*)/.*";

/** Above this, the operator also changes the time after which a connection without data is closed, in milliseconds. */
const IDLE_TIMEOUT = 300_000;

/** Part of the names of Mappings that share requests. */
const SHARED = "shared";

/** Requests to one URL that are led alike. */
interface Group {
  /** Part of the names of its Mappings. */
  readonly part: string;
  readonly kind: Kind;
  readonly headers: readonly HeaderMatchArgs[];
  /** Emissary takes the Mapping of the highest one; those of the operator have 0. */
  readonly precedence: number;
  readonly targets: readonly Target[];
  /** Whether it is the URL without the namespace. */
  readonly isShort?: boolean;
}

/**
 * Mappings of a model's own beside those of the operator, which writes its own back whenever they are changed. They match the same URLs
 * with a higher precedence, so that Emissary prefers them:
 * - for headers of one predictor, which the operator does not know; and for headers with an expression or several headers, because
 *   its annotation for an expression makes it crash;
 * - for gRPC with another time limit than REST, which its Mappings do not have;
 * - for retries with a time limit for each try, which its Mappings do not have.
 */
export function emissaryObjects(args: ModelDeploymentArgs, manifest: SeldonDeployment): RouteObject[] {
  const targets = targetsOf(args, manifest);
  return groupsOf(args, targets)
    .flatMap(withShortPaths(args))
    .flatMap((group) => [
      ...answering(group.targets).map((target, index) => mapping(args, manifest, group, target, index === 0)),
      ...targets.filter(isShadow).map((shadow) => mapping(args, manifest, group, shadow, false)),
    ]);
}

/** The operator serves the same Mappings for REST below `/seldon/<name>/` then; for gRPC, both are alike. */
const withShortPaths =
  ({ seldon: { shortPaths } }: ModelDeploymentArgs) =>
  (group: Group): Group[] =>
    shortPaths === true && group.kind === "rest" ? [group, { ...group, isShort: true }] : [group];

function groupsOf(args: ModelDeploymentArgs, targets: readonly Target[]): Group[] {
  const withHeaders = answering(targets).filter(({ headers }) => headers !== undefined);
  const outer = mappedHeaders(args);
  // Behind the URL of another deployment, its own routes have a precedence up to the number of its predictors.
  const base = outer === undefined ? 1 : 1000;
  const inherited = outer ?? ambassadorHeaders(args);
  return [
    ...withHeaders.flatMap((target, index) =>
      KINDS.map((kind) => ({
        part: `${target.predictor.name}-headers`,
        kind,
        headers: [...inherited, ...(target.headers ?? [])],
        precedence: base + withHeaders.length - index,
        targets: [target],
      })),
    ),
    ...(outer === undefined ? ownMappings(args) : KINDS).map((kind) => ({
      part: SHARED,
      kind,
      headers: inherited,
      precedence: base,
      targets: answering(targets),
    })),
  ];
}

const ambassadorHeaders = ({ ambassador }: ModelDeploymentArgs): readonly HeaderMatchArgs[] =>
  ambassador?.headers ?? [];

function mapping(
  args: ModelDeploymentArgs,
  { metadata }: SeldonDeployment,
  { part, kind, headers, precedence, targets, isShort }: Group,
  target: Target,
  isFirst: boolean,
): RouteObject {
  const { name, namespace } = metadata;
  const { seldon, ambassador, circuitBreaker } = args;
  const { predictor, service, ports } = target;
  const api = mappingApi(seldon);
  const external = ambassador?.serviceName ?? name;
  const timeout = timeoutOf(args, kind);
  const shadow = isShadow(target);
  const end = isShort === true ? `${kind}-short` : kind;
  const exact = headers.flatMap((header) =>
    header.value === undefined ? [] : [[lowerCase(header), header.value] as const],
  );
  const regex = headers.flatMap((header) =>
    header.regex === undefined ? [] : [[lowerCase(header), header.regex] as const],
  );
  return {
    part: targets.includes(target) && part !== SHARED ? `${part}-${end}` : `${part}-${predictor.name}-${end}`,
    manifest: {
      apiVersion: api.apiVersion,
      kind: "Mapping",
      // Names of models have no dots, so none of the operator's is the same.
      metadata: { name: `${service}.${part}-${end}`, namespace },
      spec: given({
        ...ambassadorIds(seldon),
        ...(api.hostKey === "hostname" ? { hostname: "*" } : {}),
        ...(kind === "rest"
          ? { prefix: `/seldon/${isShort === true ? "" : `${namespace}/`}${external}/`, rewrite: "/" }
          : { grpc: true, prefix: GRPC_PATHS, prefix_regex: true, rewrite: "" }),
        headers: nonEmpty([...(kind === "grpc" ? [["seldon", external] as const] : []), ...exact]),
        regex_headers: nonEmpty(regex),
        service: `${service}.${namespace}:${String(ports[kind])}`,
        precedence,
        // The first one gets what the others leave, as with the operator, so that shares always add up.
        weight: shadow || (!isFirst && targets.length > 1) ? (predictor.traffic ?? 0) : undefined,
        shadow: shadow ? true : undefined,
        timeout_ms: timeout,
        idle_timeout_ms: timeout !== undefined && timeout > IDLE_TIMEOUT ? timeout : undefined,
        retry_policy: retryPolicy(args),
        circuit_breakers: circuitBreaker && [
          given({
            max_connections: circuitBreaker.maxConnections,
            max_pending_requests: circuitBreaker.maxPendingRequests,
            max_requests: circuitBreaker.maxRequests,
            max_retries: circuitBreaker.maxRetries,
          }),
        ],
        // A cluster of its own: Emissary refuses to merge clusters that differ (4.1.0, ircluster.py, `merge`).
        cluster_tag: `mlplatform_${kind}`,
      }),
    },
  };
}

const retryPolicy = ({ retries }: ModelDeploymentArgs) =>
  retries &&
  given({
    retry_on: "gateway-error",
    num_retries: retries.attempts,
    per_try_timeout: seconds(retries.perTryTimeoutMs),
  });

const nonEmpty = (entries: readonly (readonly [string, string])[]): Record<string, string> | undefined =>
  entries.length === 0 ? undefined : Object.fromEntries(entries);
