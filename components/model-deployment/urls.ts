import type { ModelDeploymentArgs } from "./args";
import type { SeldonDeployment } from "./manifest";
import { configPrefix } from "./routing/config";
import { curlCommand } from "./routing/curl";
import { mappedHeaders } from "./routing/needs";
import { hasNoOrchestrator } from "./rules/orchestrator";
import { ownValue } from "../shared/own-value";

/** Path below the model's own, by protocol; `kfserving` is the old name of `v2`. */
const PATHS: Record<string, (step: string) => string> = {
  seldon: () => "/api/v1.0/predictions",
  tensorflow: (step) => `/v1/models/${step}:predict`,
  v2: (step) => `/v2/models/${step}/infer`,
  kfserving: (step) => `/v2/models/${step}/infer`,
};

/** Where the orchestrator has its documentation, by protocol; it has none for TensorFlow's (1.17.1, executor/api/rest/server.go). */
const DOCS: Record<string, string> = { seldon: "/api/v1.0/doc/", v2: "/v2/docs/", kfserving: "/v2/docs/" };

/** The same for an explainer; its arguments name the step for TensorFlow's protocol, and its container is the model of `v2`. */
const EXPLANATIONS: Record<string, (step: string, container: string) => string> = {
  seldon: () => "/api/v1.0/explain",
  tensorflow: (step) => `/v1/models/${step}:explain`,
  v2: (_step, container) => `/v2/models/${container}/infer`,
  kfserving: (_step, container) => `/v2/models/${container}/infer`,
};

/** Where a model answers, and how. */
export interface ModelUrls {
  readonly restUrl: string;
  readonly grpcUrl: string;
  /** Absent if the protocol has no documentation, or if a predictor that answers has no orchestrator. */
  readonly docsUrl: string | undefined;
  readonly explainerUrls: Record<string, string>;
  readonly curl: string;
}

/**
 * Where the model answers. Both controllers route by path for REST and by metadata for gRPC. In some protocols the path
 * names a step; the rules make sure that all predictors use the same name for it.
 */
export function modelUrls(
  args: ModelDeploymentArgs,
  { metadata: { name, namespace }, spec }: SeldonDeployment,
  base: string,
): ModelUrls {
  const { hosts: [host] = [], ambassador = {} } = args;
  const { predictors, protocol = "seldon" } = spec;
  const step = predictors[0]?.graph.name ?? "";
  const own = `/seldon/${namespace}/${externalName(args, name)}`;
  const prefix = (ambassador.config === undefined ? undefined : configPrefix(ambassador.config)) ?? own;
  const named = withHost(base, host);
  const at = (path: string): string => `${named}${path}`;
  const below = (path: string): string => at(`${prefix.replace(/\/$/, "")}${path}`);
  const restUrl = below(ownValue(PATHS, protocol)?.(step) ?? "");
  const docs = predictors.some(({ shadow, ...own }) => shadow !== true && hasNoOrchestrator(own))
    ? undefined
    : ownValue(DOCS, protocol);
  // Where own Mappings lead to the URL of another deployment, the operator knows only the own one.
  const explainers = mappedHeaders(args) === undefined ? own : `/seldon/${namespace}/${name}`;
  return {
    restUrl,
    grpcUrl: hostAndPort(named),
    docsUrl: docs === undefined ? undefined : below(docs),
    explainerUrls: Object.fromEntries(
      predictors.flatMap((predictor) => {
        const { type = "", containerSpec = {} } = (predictor.explainer ?? {}) as Explainer;
        // The operator writes the configuration in place of the explainer's routes too (1.17.1, ambassador/v1.go).
        if (type === "" || ambassador.config !== undefined) return [];
        const container = containerSpec.name ?? `${name}-${predictor.name}-explainer`;
        const path = ownValue(EXPLANATIONS, protocol)?.(predictor.graph.name, container) ?? "";
        return [[predictor.name, at(`${explainers}-explainer/${predictor.name}${path}`)] as const];
      }),
    ),
    curl: curlCommand(protocol, ambassador.headers ?? [], restUrl, base),
  };
}

/** Metadata of calls by gRPC. */
export function grpcMetadata(args: ModelDeploymentArgs, { metadata }: SeldonDeployment): Record<string, string> {
  const { headers = [] } = args.ambassador ?? {};
  return {
    seldon: externalName(args, metadata.name),
    namespace: metadata.namespace,
    ...Object.fromEntries(
      headers.flatMap(({ name, value }) => (value === undefined ? [] : [[name.toLowerCase(), value] as const])),
    ),
  };
}

/** The name in the model's URLs. */
const externalName = ({ ambassador }: ModelDeploymentArgs, name: string): string => ambassador?.serviceName ?? name;

function hostAndPort(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}

/** The fields of an explainer that decide its URL. */
interface Explainer {
  readonly type?: string;
  readonly containerSpec?: { readonly name?: string };
}

function withHost(url: string, host: string | undefined): string {
  if (host === undefined) return url;
  const { protocol, port } = new URL(url);
  return `${protocol}//${host}${port === "" ? "" : `:${port}`}`;
}
